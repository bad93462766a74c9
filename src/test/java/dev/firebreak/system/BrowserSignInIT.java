package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Browser;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Provider;
import dev.firebreak.support.SharedFirebreak;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Browsers that sign in at a real Keycloak, through its own form. */
class BrowserSignInIT {
  private static final String DOOR = "/api/v1/session/provider";
  private static final String AGAIN = DOOR + "?prompt=login&max_age=0";

  private static Provider provider;
  private static Firebreak app;

  @BeforeAll
  static void start() {
    provider = Provider.start();
    for (String group : List.of("soc", "wallet-approvers", "approver")) {
      provider.addGroup(group);
    }
    Map<String, String> settings =
        new HashMap<>(
            provider.properties(
                Map.of(
                    "soc", "viewer:*,responder:connector:okta",
                    "wallet-approvers", "approver:target:wallet")));
    settings.put("firebreak.oidc.sign-out-url", "https://id.exchange.example/logout");
    app = Firebreak.start("browser-sign-in", settings);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static URI at(String path) {
    return app.http().at(path);
  }

  private static Browser.Page signIn(Browser browser, String user) {
    return browser.signIn(browser.go(at(DOOR)), user, Provider.PASSWORD);
  }

  private static Browser signedIn(String user, String... groups) {
    provider.addUser(user, groups);
    Browser browser = new Browser();
    assertThat(signIn(browser, user).status()).isEqualTo(200);
    return browser;
  }

  private static Answer get(Browser browser, String path) {
    return app.http().get(path, Map.of("Cookie", browser.cookieHeader(at(path))));
  }

  private static JsonNode me(Browser browser) {
    return get(browser, "/api/v1/me").json(200);
  }

  private static Answer send(Browser browser, String method, String path, Object body) {
    return app.http()
        .send(
            method,
            path,
            Map.of(
                "Cookie",
                browser.cookieHeader(at(path)),
                "X-CSRF-Token",
                me(browser).path("csrf").asText(),
                "Content-Type",
                "application/json"),
            Json.bytes(body));
  }

  @Test
  void somebody_who_signed_in_at_the_provider_has_a_session_like_anybody_elses() {
    JsonNode me = me(signedIn("ann", "soc", "wallet-approvers"));

    assertThat(me.path("subject").asText()).matches("oidc:corp:[0-9a-f-]{36}");
    assertThat(me.path("name").asText()).isEqualTo("ann");
    assertThat(me.path("means").asText()).isEqualTo("session");
    assertThat(me.path("federated").asBoolean()).isTrue();
    assertThat(me.path("acr").asText()).isNotEmpty();
    assertThat(me.path("grants"))
        .extracting(g -> g.path("role").asText() + ":" + g.path("scope").asText())
        .containsExactlyInAnyOrder(
            "viewer:*", "responder:connector:okta", "approver:target:wallet");
  }

  @Test
  void he_is_the_same_subject_as_with_a_token_of_the_provider() {
    Browser browser = signedIn("bob", "soc");

    JsonNode byToken = app.withToken("bob", provider.token("bob", "firebreak")).get("/api/v1/me");

    assertThat(byToken.path("subject")).isEqualTo(me(browser).path("subject"));
  }

  @Test
  void the_page_he_comes_back_to_sets_a_strict_cookie_and_goes_on_within_the_site() {
    provider.addUser("cyd", "soc");
    Browser browser = new Browser();

    Browser.Page page = signIn(browser, "cyd");

    assertThat(page.setCookies())
        .filteredOn(c -> c.startsWith("firebreak="))
        .singleElement()
        .asString()
        .contains("SameSite=Strict", "HTTPOnly");
    assertThat(page.next()).contains(at("/"));
  }

  @Test
  void no_token_of_the_provider_is_left_in_the_browser() {
    Browser browser = signedIn("dan", "soc");

    assertThat(browser.cookieHeader(at(DOOR)))
        .doesNotContain("q_session", "eyJ")
        .contains("firebreak=");
  }

  @Test
  void the_provider_is_asked_with_a_proof_key_a_nonce_and_a_state() {
    Browser browser = new Browser();

    URI asked = browser.go(at(DOOR)).at();

    assertThat(asked.getQuery())
        .contains(
            "response_type=code",
            "code_challenge_method=S256",
            "code_challenge=",
            "nonce=",
            "state=");
  }

  @Test
  void another_browser_cannot_use_the_answer_to_this_one() {
    provider.addUser("eve", "soc");
    Browser eves = new Browser();
    signIn(eves, "eve");
    URI answer =
        eves.visited().stream()
            .filter(u -> u.toString().contains("code="))
            .findFirst()
            .orElseThrow();

    Browser.Page page = new Browser().go(answer);

    assertThat(page.setCookies()).noneMatch(c -> c.startsWith("firebreak="));
    assertThat(page.status()).isBetween(400, 499);
  }

  @Test
  void an_old_answer_lets_nobody_in_and_leads_to_the_provider_again() {
    provider.addUser("fay", "soc");
    Browser browser = new Browser();
    signIn(browser, "fay");
    URI answer =
        browser.visited().stream()
            .filter(u -> u.toString().contains("code="))
            .findFirst()
            .orElseThrow();

    Browser.Page page = browser.go(answer);

    assertThat(page.at()).isNotEqualTo(answer);
    assertThat(browser.visited().stream().filter(u -> u.toString().contains("code_challenge=")))
        .hasSize(2);
  }

  @Test
  void who_is_in_no_known_group_is_told_so_and_gets_no_session() {
    provider.addUser("gus");
    Browser browser = new Browser();

    Browser.Page page = signIn(browser, "gus");

    assertThat(page.status()).isEqualTo(403);
    assertThat(page.html()).contains("none of the groups");
    assertThat(get(browser, "/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void a_group_that_is_called_like_a_role_is_none() {
    provider.addUser("hal", "approver");

    assertThat(signIn(new Browser(), "hal").status()).isEqualTo(403);
  }

  @Test
  void who_is_shut_out_here_loses_his_session_and_gets_no_other() {
    Browser browser = signedIn("ida", "soc");
    String subject = me(browser).path("subject").asText();

    app.operator().post("/api/v1/people/" + subject + "/disable", Map.of()).json(200);

    assertThat(get(browser, "/api/v1/me").status()).isEqualTo(401);
    assertThat(browser.go(at(DOOR)).status()).isEqualTo(403);
  }

  @Test
  void a_session_changes_nothing_without_its_token() {
    Browser browser = signedIn("joy", "soc");

    Answer answer =
        app.http()
            .post(
                "/api/v1/brakes/stop",
                Map.of(
                    "Cookie",
                    browser.cookieHeader(at("/api/v1/brakes/stop")),
                    "Content-Type",
                    "application/json"),
                Json.bytes(Map.of("reason", "forged")));

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void signing_out_ends_the_session() {
    Browser browser = signedIn("kim", "soc");

    assertThat(send(browser, "DELETE", "/api/v1/session", Map.of()).status()).isEqualTo(204);

    assertThat(get(browser, "/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void who_has_to_show_again_who_he_is_types_his_password_again() {
    Browser browser = signedIn("leo", "soc");
    Instant first = Instant.parse(me(browser).path("signedInAt").asText());
    assertThat(first)
        .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
    Await.until("another second", () -> Instant.now().isAfter(first.plusSeconds(2)));

    Browser.Page form = browser.go(at(AGAIN));
    browser.signIn(form, "leo", Provider.PASSWORD);

    assertThat(Instant.parse(me(browser).path("signedInAt").asText())).isAfter(first);
  }

  @Test
  void going_to_the_provider_without_typing_a_password_makes_no_sign_in_newer() {
    Browser browser = signedIn("mia", "soc");
    String first = me(browser).path("signedInAt").asText();
    Await.until("another second", () -> Instant.now().isAfter(Instant.parse(first).plusSeconds(2)));

    assertThat(browser.go(at(DOOR)).status()).isEqualTo(200);

    assertThat(me(browser).path("signedInAt").asText()).isEqualTo(first);
  }

  @Test
  void a_password_of_ours_is_no_way_for_people_of_the_provider() {
    Browser browser = signedIn("ned", "soc");

    Answer answer =
        send(browser, "POST", "/api/v1/session/step-up", Map.of("password", Provider.PASSWORD));

    assertThat(answer.status()).isEqualTo(409);
  }

  @Test
  void the_console_learns_how_people_sign_in() {
    JsonNode methods = app.http().get("/api/v1/session/methods", Map.of()).json(200);

    assertThat(methods.path("local").asBoolean()).isTrue();
    assertThat(methods.path("provider").path("signIn").asText()).isEqualTo(DOOR);
    assertThat(methods.path("provider").path("signInAgain").asText()).isEqualTo(AGAIN);
    assertThat(methods.path("provider").path("signOut").asText())
        .isEqualTo("https://id.exchange.example/logout");
  }

  @Test
  void where_no_provider_is_configured_nobody_is_sent_to_one() {
    Firebreak without = SharedFirebreak.get();

    assertThat(without.http().get("/api/v1/session/methods", Map.of()).json(200).has("provider"))
        .isFalse();
    assertThat(without.http().get(DOOR, Map.of()).status()).isEqualTo(401);
  }
}
