package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.Ports;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Launch;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A start that cannot be: one sentence says what, where and what to do, and nothing stays behind.
 */
class StartUpIT {
  private static final String SENTENCE = "Firebreak cannot start. ";

  private static Path home;

  /** One home for all: a failed start must leave it fit for the next. */
  @BeforeAll
  static void emptyHome() {
    home = Firebreak.emptyHome("start-up");
  }

  private static Launch launch(Map<String, String> settings) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putIfAbsent("firebreak.playbooks.dir", Firebreak.ROOT.resolve("playbooks").toString());
    return Launch.of(home, all, "-Dquarkus.http.port=" + Ports.free());
  }

  private static void saysOnly(Launch launch, String... words) {
    List<String> sentences = launch.output().lines().filter(l -> l.startsWith(SENTENCE)).toList();
    assertThat(launch.exit()).as(launch.output()).isNotZero();
    assertThat(sentences).as(launch.output()).hasSize(1);
    assertThat(sentences.get(0)).contains(words);
    assertThat(launch.output()).doesNotContain("\tat ").doesNotContain("Caused by");
  }

  private static void leavesNoDatabaseBehind() throws IOException {
    Path pid = home.resolve("database/data/postmaster.pid");
    if (Files.exists(pid)) {
      long postmaster = Long.parseLong(Files.readAllLines(pid).get(0).strip());
      assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launch launch = Launch.of(home, Map.of(), "-Dquarkus.http.port=" + taken.getLocalPort());

      saysOnly(launch, "Port " + taken.getLocalPort(), "in use", "QUARKUS_HTTP_PORT");
    }
    leavesNoDatabaseBehind();
  }

  @Test
  void the_data_of_another_postgresql_is_left_alone() throws IOException {
    Path old = Firebreak.emptyHome("start-up-old");
    Path version = old.resolve("database/data/PG_VERSION");
    Files.createDirectories(old.resolve("database/data"));
    Files.writeString(version, "15\n");

    Launch launch = Launch.of(old, Map.of(), "-Dquarkus.http.port=" + Ports.free());

    saysOnly(launch, "PostgreSQL 15", "pg_dump", "Nothing was changed");
    assertThat(version).hasContent("15");
  }

  @Test
  void a_second_firebreak_on_one_home_is_sent_away_and_the_first_goes_on() throws IOException {
    Firebreak first = SharedFirebreak.get();

    Launch second = Launch.of(first.app().home(), "-Dquarkus.http.port=" + Ports.free());

    saysOnly(second, "Another Firebreak", first.app().home().toString(), "FIREBREAK_HOME");
    assertThat(first.http().get("/q/health/ready", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void an_unknown_setting_is_named() throws IOException {
    Launch launch = launch(Map.of("firebreak.intake.limmit", "7"));

    saysOnly(launch, "firebreak.intake.limmit");
    leavesNoDatabaseBehind();
  }

  @Test
  void a_setting_of_the_wrong_type_is_named() throws IOException {
    Launch launch = launch(Map.of("firebreak.intake.limit", "many"));

    saysOnly(launch, "firebreak.intake.limit", "many");
    leavesNoDatabaseBehind();
  }

  @Test
  void a_missing_setting_of_a_connector_is_named() throws IOException {
    Launch launch =
        launch(
            Map.of(
                "firebreak.connectors.okta.kind",
                "okta",
                "firebreak.connectors.okta.settings.url",
                "https://example.okta.com"));

    saysOnly(launch, "okta", "token");
    leavesNoDatabaseBehind();
  }

  @Test
  void an_unknown_kind_of_connector_is_named_with_those_that_are_known() throws IOException {
    Launch launch = launch(Map.of("firebreak.connectors.x.kind", "oktta"));

    saysOnly(launch, "oktta", "okta", "kubernetes");
  }

  @Test
  void a_secret_of_a_source_that_is_too_weak_is_named_and_not_shown() throws IOException {
    Launch launch =
        launch(
            Map.of(
                "firebreak.sources.siem.kind",
                "standard-webhooks",
                "firebreak.sources.siem.settings.secret",
                "whsec_c2hvcnQ="));

    saysOnly(launch, "siem", "secret");
    assertThat(launch.output()).doesNotContain("c2hvcnQ");
  }

  @Test
  void a_missing_triage_table_is_named() throws IOException {
    Path empty = Files.createDirectories(home.resolve("no-playbooks"));

    Launch launch = launch(Map.of("firebreak.playbooks.dir", empty.toString()));

    saysOnly(launch, empty.resolve("triage.dmn").toString(), "firebreak.playbooks.dir");
    leavesNoDatabaseBehind();
  }
}
