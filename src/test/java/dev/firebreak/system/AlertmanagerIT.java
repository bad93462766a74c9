package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Await;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alerts by way of a real Alertmanager, set up as the source's page says. */
class AlertmanagerIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";

  private static Optional<Alertmanager> alertmanager = Optional.empty();

  private final Firebreak app = BreadthFirebreak.get();

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Alertmanager.program();
    if (program.isEmpty()) {
      System.out.println(
          "skipped: no Alertmanager on the PATH; on Debian: apt install prometheus-alertmanager");
    }
    assumeTrue(program.isPresent());
    Firebreak app = BreadthFirebreak.get();
    alertmanager =
        Optional.of(
            Alertmanager.start(
                program.get(),
                app.http().at("/hooks/alertmanager"),
                app.property("firebreak.sources.alertmanager.settings.secret")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (alertmanager.isPresent()) {
      alertmanager.get().close();
    }
  }

  private static Map<String, String> labels(String wallet) {
    return Map.of(
        "alertname", "HotWalletOutflow",
        "severity", "critical",
        "wallet", wallet,
        "mitre", "TA0010,T1657",
        "exposure_usd", "1200000");
  }

  private void tell(String wallet, Instant from, Optional<Instant> to) {
    alertmanager.orElseThrow().tell(labels(wallet), from, to);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private Stream<JsonNode> incidents(String wallet) {
    return app.items("/api/v1/incidents?limit=500")
        .filter(i -> i.path("title").asText().endsWith(wallet));
  }

  private String incident(String wallet) {
    return Await.value("an incident of " + wallet, () -> incidents(wallet).findFirst())
        .path("id")
        .asText();
  }

  private List<JsonNode> alerts(String incident, String disposition) {
    return Firebreak.each(app.story(incident).path("alerts"))
        .filter(a -> a.path("alert").path("disposition").asText().equalsIgnoreCase(disposition))
        .toList();
  }

  @Test
  void what_prometheus_tells_it_is_an_incident_with_its_severity_and_target_and_is_contained() {
    String wallet = unique("hot");

    tell(wallet, now(), Optional.empty());

    String incident = incident(wallet);
    JsonNode alert = alerts(incident, "firing").get(0);
    assertThat(alert.path("source").asText()).isEqualTo("alertmanager");
    assertThat(alert.path("alert").path("severity").asText()).isEqualToIgnoringCase("critical");
    assertThat(alert.path("alert").path("rule").asText()).isEqualTo("HotWalletOutflow");
    assertThat(alert.path("alert").path("targets").get(0).path("id").asText()).isEqualTo(wallet);
    assertThat(alert.path("alert").toString()).contains("TA0010", "T1657", "1200000");
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
  }

  @Test
  void its_resolution_is_noted_and_neither_contains_nor_lifts_anything() {
    String wallet = unique("hot");
    Instant from = now();
    tell(wallet, from, Optional.empty());
    String incident = incident(wallet);
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
    app.task(incident, "Decide on lifting");
    JsonNode before = app.story(incident);

    tell(wallet, from, Optional.of(now()));

    Await.until("the resolution", () -> !alerts(incident, "resolved").isEmpty());
    JsonNode resolved = alerts(incident, "resolved").get(0);
    JsonNode after = app.story(incident);
    assertThat(resolved.path("state").asText()).isEqualTo("noted");
    assertThat(resolved.path("alert").path("uid"))
        .isEqualTo(alerts(incident, "firing").get(0).path("alert").path("uid"));
    assertThat(app.entry(incident, "alert.noted").toString()).contains("lifts nothing by itself");
    assertThat(after.path("actions")).hasSameSizeAs(before.path("actions"));
    assertThat(after.path("runs")).hasSameSizeAs(before.path("runs"));
    assertThat(incidents(wallet)).hasSize(1);
    app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed");
  }

  @Test
  void an_alert_that_fires_again_after_its_resolution_is_another_finding() {
    String wallet = unique("hot");
    Instant first = now().minusSeconds(60);
    tell(wallet, first, Optional.empty());
    String incident = incident(wallet);
    tell(wallet, first, Optional.of(now()));
    Await.until("the resolution", () -> !alerts(incident, "resolved").isEmpty());

    tell(wallet, now(), Optional.empty());

    Await.until("the second finding", () -> alerts(incident, "firing").size() == 2);
    assertThat(alerts(incident, "firing"))
        .extracting(a -> a.path("alert").path("uid").asText())
        .doesNotHaveDuplicates();
  }
}
