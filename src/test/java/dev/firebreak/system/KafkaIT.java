package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.kafka.Broker;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.connector.Json;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts from a topic of a real broker, over TLS and with a password, to confirmed containments.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class KafkaIT {
  private static final String TOPIC = "alerts";

  @TempDir private static Path folder;

  private static Sandbox sandbox;
  private static Broker broker;
  private static Map<String, String> properties;
  private static AppProcess process;
  private static Firebreak app;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(0);
    broker = new Broker().start();
    broker.createTopic(TOPIC, 2);
    properties = new LinkedHashMap<>(sandbox.properties());
    String source = "firebreak.sources.pipeline.";
    properties.put(source + "kind", "kafka");
    properties.put(source + "critical", "true");
    properties.put(source + "settings.bootstrap-servers", broker.secure());
    properties.put(source + "settings.topic", TOPIC);
    properties.put(source + "settings.username", Broker.USER);
    properties.put(source + "settings.password", file("password", Broker.PASSWORD));
    properties.put(source + "settings.ca-certificate", file("ca.pem", broker.authority.pem()));
    process = Firebreak.prepare("kafka", properties);
    process.start();
    app = Firebreak.running(process, properties);
  }

  @AfterAll
  static void stop() {
    process.stopAll();
    broker.close();
    sandbox.close();
  }

  private static String file(String name, String content) throws IOException {
    return "file:" + Files.writeString(folder.resolve(name), content);
  }

  private static void produce(List<String> values) {
    try (Producer<byte[], byte[]> producer = broker.producer("none")) {
      values.forEach(
          v -> producer.send(new ProducerRecord<>(TOPIC, v.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static String outflow(String wallet) {
    return Json.write(Alerts.outflow(wallet, "critical"));
  }

  private static String incidentAbout(String wallet) {
    return Await.value(
        "the incident about " + wallet,
        () ->
            app.items("/api/v1/incidents?limit=500")
                .map(i -> i.path("id").asText())
                .filter(i -> app.story(i).path("alerts").toString().contains("\"" + wallet + "\""))
                .findFirst());
  }

  @Test
  @Order(1)
  void a_record_of_the_topic_freezes_the_wallet_it_names() {
    produce(List.of(outflow("kafka-wallet")));

    String incident = incidentAbout("kafka-wallet");

    JsonNode frozen =
        app.containment(
            incident, "exchange.freeze-wallet-withdrawals", "wallet:kafka-wallet", "confirmed");
    assertThat(frozen.path("state").asText()).isEqualTo("confirmed");
  }

  @Test
  @Order(2)
  void what_is_no_alert_is_kept_aside_with_the_reason_and_does_not_stop_the_topic() {
    produce(List.of("no json", outflow("after-rubbish")));

    String incident = incidentAbout("after-rubbish");

    assertThat(incident).isNotEmpty();
    assertThat(app.operator().get("/api/v1/kept-aside").toString()).contains("pipeline");
  }

  @Test
  @Order(3)
  void what_came_while_it_was_killed_and_away_becomes_one_alert_each() {
    List<String> wallets =
        IntStream.range(0, 40).mapToObj(i -> "away-" + i).collect(Collectors.toList());
    produce(wallets.subList(0, 20).stream().map(KafkaIT::outflow).toList());
    process.kill();
    produce(wallets.subList(20, 40).stream().map(KafkaIT::outflow).toList());

    process.start();
    app = Firebreak.running(process, properties);

    List<String> seen = new ArrayList<>();
    for (String wallet : wallets) {
      JsonNode story = app.story(incidentAbout(wallet));
      Firebreak.each(story.path("alerts"))
          .filter(a -> a.toString().contains("\"" + wallet + "\""))
          .forEach(a -> seen.add(wallet));
    }
    assertThat(seen).containsExactlyElementsOf(wallets);
  }
}
