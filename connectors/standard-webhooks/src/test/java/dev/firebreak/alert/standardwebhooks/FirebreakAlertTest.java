package dev.firebreak.alert.standardwebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertJson;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FirebreakAlertTest {
  private static Alert read(String body) throws UnusableAlert {
    return AlertJson.read(JsonBody.parse(body));
  }

  private static String with(String more) {
    return "{\"uid\":\"u\",\"rule\":\"r\",\"severity\":\"high\"," + more + "}";
  }

  @Test
  void everyFieldIsRead() throws UnusableAlert {
    Alert alert = read(SampleFiles.own("own_full.json"));

    assertThat(alert)
        .isEqualTo(
            new Alert(
                "case-2026-0114-7",
                "hot-wallet-drain",
                "Hot wallet hot-1 drains",
                Optional.of("Eleven withdrawals to new addresses within 90 seconds."),
                Severity.CRITICAL,
                Disposition.FIRING,
                Optional.of(Instant.parse("2026-01-14T08:41:12.5Z")),
                List.of(
                    new Attack(Optional.of("TA0040"), Optional.empty()),
                    new Attack(Optional.empty(), Optional.of("T1657"))),
                List.of(
                    new Target(TargetType.WALLET, "hot-1"),
                    new Target(TargetType.IDENTITY, "ops@example.com")),
                List.of(new Observable("destination", "bc1qexample")),
                Map.of("exposure_usd", "3400000", "cluster", "prod-eu")));
  }

  @Test
  void threeFieldsAreEnough() throws UnusableAlert {
    Alert alert = read(SampleFiles.own("own_smallest.json"));

    assertThat(alert.title()).isEqualTo("r");
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
  }

  @TestFactory
  Stream<DynamicTest> aSlipIsRefusedWithItsPlace() {
    Map<String, String> slips = new LinkedHashMap<>();
    slips.put("{\"rule\":\"r\",\"severity\":\"low\"}", "/uid");
    slips.put("{\"uid\":\" \",\"rule\":\"r\",\"severity\":\"low\"}", "/uid");
    slips.put("{\"uid\":\"" + "u".repeat(513) + "\",\"rule\":\"r\",\"severity\":\"low\"}", "/uid");
    slips.put("{\"uid\":\"u\",\"severity\":\"low\"}", "/rule");
    slips.put("{\"uid\":\"u\",\"rule\":\"r\"}", "/severity");
    slips.put("{\"uid\":\"u\",\"rule\":\"r\",\"severity\":\"HIGH\"}", "/severity");
    slips.put("{\"uid\":\"u\",\"rule\":\"r\",\"severity\":5}", "/severity");
    slips.put(with("\"titel\":\"x\""), "/titel");
    slips.put(with("\"a/b~c\":null"), "/a~1b~0c");
    slips.put(with("\"title\":7"), "/title");
    slips.put(with("\"disposition\":\"closed\""), "/disposition");
    slips.put(with("\"occurredAt\":\"yesterday\""), "/occurredAt");
    slips.put(with("\"occurredAt\":1768383672"), "/occurredAt");
    slips.put(with("\"attacks\":\"T1657\""), "/attacks");
    slips.put(with("\"attacks\":[\"T1657\",\"X1\"]"), "/attacks/1");
    slips.put(with("\"targets\":[\"hot-1\"]"), "/targets/0");
    slips.put(with("\"targets\":[{\"type\":\"purse\",\"id\":\"a\"}]"), "/targets/0/type");
    slips.put(with("\"targets\":[{\"type\":\"wallet\"}]"), "/targets/0/id");
    slips.put(with("\"targets\":[{\"type\":\"wallet\",\"id\":\"a\\nb\"}]"), "/targets/0/id");
    slips.put(with("\"targets\":[{\"type\":\"wallet\",\"id\":\"a\",\"x\":1}]"), "/targets/0/x");
    slips.put(with("\"observables\":[{\"name\":\"a\"}]"), "/observables/0/value");
    slips.put(with("\"attributes\":{\"a\":1}"), "/attributes/a");
    slips.put(with("\"attributes\":[]"), "/attributes");
    return slips.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getValue() + " " + e.getKey().substring(0, Math.min(80, e.getKey().length())),
                    () ->
                        assertThatThrownBy(() -> read(e.getKey()))
                            .isInstanceOfSatisfying(
                                UnusableAlert.class,
                                u -> assertThat(u.pointer()).isEqualTo(e.getValue()))));
  }

  @Test
  void thePublishedSchemaSaysTheSame() throws Exception {
    JsonNode schema = Json.parse(SampleFiles.text(Path.of("alert.schema.json")));
    JsonNode properties = schema.path("properties");

    assertThat(names(properties)).isEqualTo(new TreeSet<>(AlertJson.fields()));
    assertThat(words(properties.at("/severity/enum")))
        .containsExactlyElementsOf(Arrays.stream(Severity.values()).map(Severity::key).toList());
    assertThat(words(properties.at("/targets/items/properties/type/enum")))
        .containsExactlyElementsOf(
            Arrays.stream(TargetType.values()).map(TargetType::key).toList());
    assertThat(words(properties.at("/disposition/enum")))
        .hasSize(Disposition.values().length + 1)
        .contains("firing", "resolved", "test");
  }

  private static TreeSet<String> names(JsonNode object) {
    TreeSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> words(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
