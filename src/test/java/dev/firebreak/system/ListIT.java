package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Answer;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.ByHand;
import dev.firebreak.support.Firebreak;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that firewalls fetch from the running application. */
class ListIT {
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final Firebreak app = BreadthFirebreak.get();
  private final ByHand people = new ByHand(app);
  private final String password = app.property("firebreak.connectors.edl.settings.password");
  private final String ip = "198.51.100." + NEXT.getAndIncrement();

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private Answer fetch(String path, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.putIfAbsent("Authorization", basic("firewall", password));
    return app.http().get(path, headers);
  }

  private List<String> listed(String path) {
    Answer answer = fetch(path, Map.of());
    assertThat(answer.status()).isEqualTo(200);
    return answer.text().lines().toList();
  }

  /** As a person would, up to the entry on the list that no firewall has fetched yet. */
  private String blocked() {
    String incident = people.incident("medium");
    people.asks(incident, "edl.block-ip", Map.of("ip", ip));
    people.agreed(incident, "edl.block-ip", "ip:" + ip);
    app.containment(incident, "edl.block-ip", "ip:" + ip, "applied");
    return incident;
  }

  @Test
  void nothing_is_on_the_list_before_somebody_else_agreed() {
    String incident = people.incident("medium");

    people.asks(incident, "edl.block-ip", Map.of("ip", ip));

    app.approval(incident, "edl.block-ip", "ip:" + ip);
    assertThat(listed("/lists/edl/ip")).doesNotContain(ip);
  }

  @Test
  void a_block_counts_once_a_firewall_has_fetched_it_and_is_gone_when_it_is_lifted() {
    String incident = blocked();

    assertThat(listed("/lists/edl/ip")).contains(ip);

    JsonNode block = app.containment(incident, "edl.block-ip", "ip:" + ip, "confirmed");
    assertThat(block.path("detail").asText()).contains("a firewall has fetched it");
    people.asksToLift(block);
    people.agreed(incident, "edl.unblock-ip", "ip:" + ip);
    app.action(incident, "edl.unblock-ip", "ip:" + ip, "applied");
    assertThat(listed("/lists/edl/ip")).doesNotContain(ip);
    app.containment(incident, "edl.block-ip", "ip:" + ip, "lifted");
  }

  @Test
  void domains_and_urls_have_lists_of_their_own() {
    String domain = unique("evil") + ".example";
    String incident = people.incident();

    people.asks(incident, "edl.block-domain", Map.of("domain", domain));

    app.containment(incident, "edl.block-domain", "domain:" + domain, "applied");

    assertThat(listed("/lists/edl/domain")).contains(domain);
    assertThat(listed("/lists/edl/ip")).doesNotContain(domain);
    assertThat(listed("/lists/edl/url")).doesNotContain(domain);
  }

  @Test
  void an_edition_that_the_firewall_has_is_not_sent_again_and_a_new_one_is() {
    Answer before = fetch("/lists/edl/ip", Map.of());
    String tag = before.header("etag").orElseThrow();

    Answer same = fetch("/lists/edl/ip", Map.of("If-None-Match", tag));
    blocked();
    Answer changed = fetch("/lists/edl/ip", Map.of("If-None-Match", tag));

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.text()).isEmpty();
    assertThat(same.header("etag")).contains(tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("etag")).isPresent().isNotEqualTo(before.header("etag"));
    assertThat(changed.text()).contains(ip);
  }

  @Test
  void a_firewall_that_asks_only_whether_it_is_current_has_fetched_it_too() {
    fetch("/lists/edl/ip", Map.of());
    String incident = blocked();
    fetch("/lists/edl/ip", Map.of("If-None-Match", "\"older\""));

    app.containment(incident, "edl.block-ip", "ip:" + ip, "confirmed");
  }

  /** Its answer has no body, so whoever asked that way has no list. */
  @Test
  void a_request_for_the_headers_alone_is_no_fetch() {
    fetch("/lists/edl/ip", Map.of());
    blocked();
    String before = fetches();

    Answer head =
        app.http()
            .send(
                "HEAD",
                "/lists/edl/ip",
                Map.of("Authorization", basic("firewall", password)),
                new byte[0]);

    assertThat(head.status()).isEqualTo(405);
    assertThat(fetches()).isEqualTo(before);
  }

  /** What is known of who fetched the list of addresses. */
  private String fetches() {
    JsonNode checkup = app.operator().post("/api/v1/connectors/edl/checkup", Map.of()).json(200);
    return Firebreak.each(checkup.path("grants"))
        .filter(g -> g.path("action").asText().equals("block-ip"))
        .map(g -> g.path("detail").asText().replaceFirst("^\\d+ entries; ", ""))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/lists/edl/ip", "/lists/edl/nothing", "/lists/nobody/ip", "/lists/bitgo/ip"})
  void without_the_credential_nobody_learns_which_lists_there_are(String path) {
    List<Answer> answers =
        List.of(
            app.http().get(path, Map.of()),
            fetch(path, Map.of("Authorization", basic("firewall", password + "x"))),
            fetch(path, Map.of("Authorization", basic("firewal", password))),
            fetch(path, Map.of("Authorization", basic("firewall", ""))),
            fetch(path, Map.of("Authorization", "Basic !")),
            fetch(path, Map.of("Authorization", "Bearer " + password)),
            fetch(path, Map.of("Authorization", "Bearer " + app.operator().token())));

    assertThat(answers)
        .allSatisfy(a -> assertThat(a.status()).isEqualTo(401))
        .allSatisfy(a -> assertThat(a.header("www-authenticate").orElse("")).startsWith("Basic"))
        .allSatisfy(a -> assertThat(a.text()).isEmpty());
  }

  @Test
  void with_the_credential_an_unknown_list_is_not_found() {
    Answer answer = fetch("/lists/edl/nothing", Map.of());

    assertThat(answer.json(404).path("detail").asText()).contains("no list 'nothing'");
  }

  @Test
  void the_credential_of_the_lists_opens_nothing_else() {
    for (String path : List.of("/api/v1/incidents", "/q/metrics", "/api/v1/connectors")) {
      assertThat(fetch(path, Map.of()).status()).isEqualTo(401);
    }
  }

  @Test
  void an_address_of_ones_own_is_never_listed() {
    String incident = people.incident();

    people.asks(incident, "edl.block-ip", Map.of("ip", "10.0.0.7"));

    JsonNode refused = app.action(incident, "edl.block-ip", "ip:10.0.0.7", "refused");

    assertThat(refused.path("error").asText()).contains("not public");
    assertThat(listed("/lists/edl/ip")).doesNotContain("10.0.0.7");
  }
}
