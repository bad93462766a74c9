package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.Provider;
import dev.firebreak.support.SharedFirebreak;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People whom a real Keycloak vouches for. */
class OidcIT {
  private static Provider provider;
  private static Firebreak app;

  @BeforeAll
  static void start() {
    provider = Provider.start();
    for (String group : List.of("soc", "wallet-approvers", "approver", "people-admin")) {
      provider.addGroup(group);
    }
    app =
        Firebreak.start(
            "oidc",
            provider.properties(
                Map.of(
                    "soc", "viewer:*,responder:connector:okta",
                    "wallet-approvers", "approver:target:wallet")));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static Person as(String user, String... groups) {
    provider.addUser(user, groups);
    return app.withToken(user, provider.token(user, "firebreak"));
  }

  @Test
  void somebody_is_what_his_groups_say_by_a_subject_of_his_own() {
    JsonNode me = as("ann", "soc", "wallet-approvers").get("/api/v1/me");

    assertThat(me.path("subject").asText()).matches("oidc:corp:[0-9a-f-]{36}");
    assertThat(me.path("name").asText()).isEqualTo("ann");
    assertThat(me.path("means").asText()).isEqualTo("oidc");
    assertThat(me.path("grants"))
        .extracting(g -> g.path("role").asText() + ":" + g.path("scope").asText())
        .containsExactlyInAnyOrder(
            "viewer:*", "responder:connector:okta", "approver:target:wallet");
  }

  @Test
  void he_reads_and_votes_and_does_nothing_else() {
    Person bob = as("bob", "wallet-approvers");
    String none = UUID.randomUUID().toString();

    assertThat(bob.asked("/api/v1/incidents").status()).isEqualTo(200);
    assertThat(bob.asked("/q/metrics").status()).isEqualTo(200);
    assertThat(bob.vote(none, "approve").status()).isEqualTo(404);
    assertThat(bob.post("/api/v1/people", Map.of("name", "eve")).status()).isEqualTo(403);
    assertThat(bob.post("/api/v1/connectors/checkup", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void who_is_in_no_known_group_does_not_get_in() {
    assertThat(as("cyd").asked("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void a_group_that_is_called_like_a_role_is_none() {
    Person eve = as("eve", "approver", "people-admin");

    assertThat(eve.asked("/api/v1/me").status()).isEqualTo(401);
    assertThat(eve.asked("/api/v1/people").status()).isEqualTo(401);
  }

  @Test
  void somebody_of_the_same_name_as_an_account_here_is_somebody_else() {
    Person namesake = as("operator", "soc");

    assertThat(namesake.get("/api/v1/me").path("subject").asText()).startsWith("oidc:corp:");
    assertThat(namesake.asked("/api/v1/people").status()).isEqualTo(403);
  }

  @Test
  void who_is_shut_out_here_stays_out_whatever_the_provider_says() {
    Person fay = as("fay", "soc");
    String subject = fay.get("/api/v1/me").path("subject").asText();

    app.operator().post("/api/v1/people/" + subject + "/disable", Map.of()).json(200);

    assertThat(fay.asked("/api/v1/incidents").status()).isEqualTo(401);
  }

  @Test
  void a_token_for_another_client_opens_nothing() {
    provider.addUser("gus", "soc");

    assertThat(opens(provider.token("gus", "other"))).isFalse();
  }

  @Test
  void what_tells_a_client_who_signed_in_is_no_key() {
    provider.addUser("hal", "soc");

    assertThat(opens(provider.login("hal", "firebreak").path("id_token").asText())).isFalse();
  }

  @Test
  void a_token_opens_nothing_after_its_end() {
    provider.addUser("ida", "soc");
    String brief = provider.token("ida", "brief");

    Await.until("its end", () -> !opens(brief));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another subject", "no signature", "no algorithm", "a key of its own"})
  void a_token_that_was_changed_opens_nothing(String how) {
    provider.addUser("joy-" + how.replace(' ', '-'), "soc");
    String[] parts = provider.token("joy-" + how.replace(' ', '-'), "firebreak").split("\\.");
    String none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    String owned =
        encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"jwk\":{\"kty\":\"oct\",\"k\":\"eA\"}}");
    String changed =
        switch (how) {
          case "another subject" -> parts[0] + "." + withSubject(parts[1]) + "." + parts[2];
          case "no signature" -> parts[0] + "." + parts[1] + ".";
          case "no algorithm" -> none + "." + parts[1] + ".";
          default -> owned + "." + parts[1] + "." + parts[2];
        };

    assertThat(opens(changed)).isFalse();
    assertThat(opens(String.join(".", parts))).isTrue();
  }

  private static boolean opens(String token) {
    return app.withToken("somebody", token).asked("/api/v1/me").status() == 200;
  }

  private static String withSubject(String payload) {
    String json = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    return encoded(
        json.replaceFirst("\"sub\":\"[^\"]+\"", "\"sub\":\"" + UUID.randomUUID() + "\""));
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokens_and_accounts_of_our_own_work_beside_it() {
    assertThat(app.operator().asked("/api/v1/people").status()).isEqualTo(200);
    assertThat(app.person("kim").asked("/api/v1/incidents").status()).isEqualTo(200);
  }

  @Test
  void where_no_provider_is_configured_its_tokens_open_nothing() {
    provider.addUser("leo", "soc");
    Firebreak without = SharedFirebreak.get();

    Person leo = without.withToken("leo", provider.token("leo", "firebreak"));

    assertThat(leo.asked("/api/v1/me").status()).isEqualTo(401);
    assertThat(Json.write(leo.asked("/api/v1/me").headers())).contains("Bearer");
  }
}
