package dev.firebreak.alert.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Feed;
import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feed against Apache's own broker. */
@Timeout(180)
class KafkaFeedTest {
  private static Broker broker;

  private final String topic = "alerts." + UUID.randomUUID();
  private final String group = "group-" + UUID.randomUUID();
  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void startBroker() {
    broker = new Broker().start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private AlertSource source(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap-servers", broker.plain());
    settings.put("topic", topic);
    settings.put("group-id", group);
    settings.put("security-protocol", "PLAINTEXT");
    settings.putAll(more);
    return new KafkaKind().open(Settings.bind("source 'x'", KafkaSettings.class, settings));
  }

  private AutoCloseable start(Feed.Receiver receiver) {
    return source(Map.of()).feed().orElseThrow().start(receiver);
  }

  private static String alert(int i) {
    return "{\"uid\":\"case-" + i + "\",\"rule\":\"r\",\"severity\":\"high\"}";
  }

  private void produce(String... values) {
    produce("none", 0, values);
  }

  private void produce(String compression, int partition, String... values) {
    try (Producer<byte[], byte[]> producer = broker.producer(compression)) {
      for (String value : values) {
        producer
            .send(
                new ProducerRecord<>(
                    topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Long> committed(int partition) {
    return broker.committed(group, new TopicPartition(topic, partition));
  }

  @Test
  void everyRecordArrivesOnceWithItsPlaceAsId() throws Exception {
    broker.createTopic(topic, 3);
    for (int partition = 0; partition < 3; partition++) {
      produce(
          "none",
          partition,
          IntStream.range(0, 150).mapToObj(KafkaFeedTest::alert).toArray(String[]::new));
    }

    try (AutoCloseable reading = start(recorder)) {
      Set<String> ids = new HashSet<>(Recorder.ids(recorder.next(450)));

      assertThat(ids).hasSize(450).contains(topic + "-0-0", topic + "-1-75", topic + "-2-149");
    }
    assertThat(recorder.rest()).isEmpty();
    assertThat(List.of(committed(0), committed(1), committed(2)))
        .allMatch(c -> c.equals(Optional.of(150L)));
  }

  @Test
  void whatWasReadIsNotReadAgainAfterARestart() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0), alert(1));
    try (AutoCloseable reading = start(recorder)) {
      recorder.next(2);
    }
    produce(alert(2));

    try (AutoCloseable reading = start(recorder)) {
      assertThat(Recorder.ids(recorder.next(1))).containsExactly(topic + "-0-2");
    }
    assertThat(recorder.rest()).isEmpty();
  }

  @Test
  void recordsBecomeAlertsAndRubbishIsHandedOverAllTheSame() throws Exception {
    broker.createTopic(topic, 1);
    String ocsf = "{\"class_uid\":2004,\"severity_id\":5,\"finding_info\":{\"uid\":\"f-1\"}}";
    produce(alert(7), ocsf, "no json", "{\"class_uid\":3002}", "[]");
    try (Producer<byte[], byte[]> producer = broker.producer("none")) {
      producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, null)).get();
    }
    AlertSource source = source(Map.of());

    try (AutoCloseable reading = source.feed().orElseThrow().start(recorder)) {
      List<Recorder.Offer> offers = recorder.next(6);

      assertThat(alertOf(source, offers.get(0)).map(Alert::uid)).contains("case-7");
      assertThat(alertOf(source, offers.get(1)).map(Alert::uid)).contains("f-1");
      assertThat(offers.subList(2, 6)).allMatch(o -> alertOf(source, o).isEmpty());
      assertThat(offers.get(5).message().body()).isEmpty();
      assertThat(offers.get(1).message().header("kafka-offset")).contains("1");
      assertThat(offers.get(1).message().header("content-type")).contains("application/json");
    }
    assertThat(committed(0)).contains(6L);
  }

  private static Optional<Alert> alertOf(AlertSource source, Recorder.Offer offer) {
    try {
      return Optional.of(((Parsed.Alerts) source.parse(offer.message())).alerts().get(0));
    } catch (UnusableAlert e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  @Test
  void aRecordThatIsNotTakenIsOfferedAgainAndNothingPassesIt() throws Exception {
    broker.createTopic(topic, 2);
    produce(alert(0), alert(1), alert(2));
    AtomicInteger refusals = new AtomicInteger(3);
    recorder.answering(
        id ->
            id.equals(topic + "-0-1") && refusals.getAndDecrement() > 0
                ? Receipt.LATER
                : Receipt.STORED);

    try (AutoCloseable reading = start(recorder)) {
      List<Recorder.Offer> offers = recorder.next(6);

      assertThat(Recorder.ids(offers))
          .containsExactly(
              topic + "-0-0",
              topic + "-0-1",
              topic + "-0-1",
              topic + "-0-1",
              topic + "-0-1",
              topic + "-0-2");
    }
    assertThat(recorder.rest()).isEmpty();
    assertThat(committed(0)).contains(3L);
  }

  @Test
  void anotherPartitionGoesOnWhileOneRests() throws Exception {
    broker.createTopic(topic, 2);
    AtomicBoolean open = new AtomicBoolean();
    recorder.answering(
        id -> id.startsWith(topic + "-0-") && !open.get() ? Receipt.LATER : Receipt.STORED);
    produce("none", 0, alert(0));

    try (AutoCloseable reading = start(recorder)) {
      recorder.next(1);
      produce("none", 1, alert(1));
      Recorder.Offer other;
      do {
        other = recorder.next(1).get(0);
      } while (!other.id().equals(topic + "-1-0"));
      open.set(true);
      do {
        other = recorder.next(1).get(0);
      } while (other.answer() == Receipt.LATER);

      assertThat(other.id()).isEqualTo(topic + "-0-0");
    }
  }

  @Test
  void aReceiverThatThrowsIsOfferedTheRecordAgain() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));
    AtomicBoolean failed = new AtomicBoolean();
    recorder.answering(
        id -> {
          if (failed.compareAndSet(false, true)) {
            throw new IllegalStateException("the database is away");
          }
          return Receipt.STORED;
        });

    try (AutoCloseable reading = start(recorder)) {
      assertThat(Recorder.ids(recorder.next(2))).containsExactly(topic + "-0-0", topic + "-0-0");
    }
    assertThat(committed(0)).contains(1L);
  }

  @Test
  void nothingIsCommittedThatWasNotStored() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0), alert(1));
    recorder.answering(id -> id.endsWith("-0") ? Receipt.STORED : Receipt.LATER);

    try (AutoCloseable reading = start(recorder)) {
      recorder.next(3);
    }

    assertThat(committed(0)).contains(1L);
  }

  @Test
  void aNodeThatFellBeforeItsCommitIsFollowedByOneThatGetsTheSameRecord(@TempDir Path folder)
      throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));
    Path note = folder.resolve("id");
    Process node =
        Broker.java(FallingNode.class.getName(), broker.plain(), topic, group, note.toString())
            .start();
    assertThat(node.waitFor()).isEqualTo(9);

    try (AutoCloseable reading = start(recorder)) {
      assertThat(recorder.next(1).get(0).id())
          .isEqualTo(Files.readString(note))
          .isEqualTo(topic + "-0-0");
    }
  }

  @Test
  void aSecondNodeSharesTheWorkAndTakesItOverWhenTheFirstLeaves() throws Exception {
    broker.createTopic(topic, 2);
    Recorder second = new Recorder();
    produce("none", 0, alert(0));
    produce("none", 1, alert(1));
    AutoCloseable first = start(recorder);
    recorder.next(2);

    try (AutoCloseable reading = start(second)) {
      int sent = 0;
      while (second.rest().isEmpty()) {
        produce("none", 0, alert(sent));
        produce("none", 1, alert(sent++));
      }
      first.close();
      produce("none", 0, "last");
      produce("none", 1, "last");
      Set<String> ends = new HashSet<>();
      while (ends.size() < 2) {
        Recorder.Offer offer = second.next(1).get(0);
        if (offer.text().equals("last")) {
          ends.add(offer.id());
        }
      }
      assertThat(committed(0)).isPresent();
    }
    List<String> all = new java.util.ArrayList<>(Recorder.ids(recorder.rest()));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void itGoesOnWhenTheBrokerComesBack() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));

    try (AutoCloseable reading = start(recorder)) {
      recorder.next(1);
      broker.kill();
      broker.start();
      produce(alert(1));

      Recorder.Offer next;
      do {
        next = recorder.next(1).get(0);
      } while (next.id().equals(topic + "-0-0"));

      assertThat(next.id()).isEqualTo(topic + "-0-1");
    }
    assertThat(committed(0)).contains(2L);
  }

  @Test
  void itStartsWithoutABrokerAndReadsWhenThereIsOne() throws Exception {
    broker.createTopic(topic, 1);
    broker.kill();

    try (AutoCloseable reading = start(recorder)) {
      broker.start();
      produce(alert(0));

      assertThat(Recorder.ids(recorder.next(1))).containsExactly(topic + "-0-0");
    }
  }

  @Test
  void everyCompressionIsRead() throws Exception {
    broker.createTopic(topic, 1);
    for (String compression : List.of("gzip", "snappy", "lz4", "zstd")) {
      produce(compression, 0, alert(0));
    }

    try (AutoCloseable reading = start(recorder)) {
      assertThat(recorder.next(4)).allMatch(o -> o.text().equals(alert(0)));
    }
  }

  @Test
  void onlyCommittedTransactionsAreRead() throws Exception {
    broker.createTopic(topic, 1);
    try (Producer<byte[], byte[]> producer = transactional()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, null, "aborted".getBytes())).get();
      producer.abortTransaction();
    }
    produce(alert(1));

    try (AutoCloseable reading = start(recorder)) {
      assertThat(recorder.next(1).get(0).text()).isEqualTo(alert(1));
    }
  }

  private static Producer<byte[], byte[]> transactional() {
    return new org.apache.kafka.clients.producer.KafkaProducer<>(
        Map.of("bootstrap.servers", broker.plain(), "transactional.id", "t-1"),
        new org.apache.kafka.common.serialization.ByteArraySerializer(),
        new org.apache.kafka.common.serialization.ByteArraySerializer());
  }

  @Test
  void withLatestWhatWasThereBeforeIsLeftOut() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));

    try (AutoCloseable reading =
        source(Map.of("start", "latest")).feed().orElseThrow().start(recorder)) {
      while (recorder.rest().isEmpty()) {
        produce(alert(1));
      }
      assertThat(recorder.next(1).get(0).text()).isEqualTo(alert(1));
    }
  }

  @Test
  void tlsAndBothKindsOfPasswordsWork() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));
    for (String mechanism : List.of("SCRAM-SHA-512", "PLAIN")) {
      Map<String, String> secure =
          Map.of(
              "bootstrap-servers",
              broker.secure(),
              "security-protocol",
              "SASL_SSL",
              "sasl-mechanism",
              mechanism,
              "username",
              Broker.USER,
              "password",
              Broker.PASSWORD,
              "ca-certificate",
              broker.authority.pem(),
              "group-id",
              group + mechanism);

      try (AutoCloseable reading = source(secure).feed().orElseThrow().start(recorder)) {
        assertThat(Recorder.ids(recorder.next(1))).containsExactly(topic + "-0-0");
      }
    }
  }

  @Test
  void anOwnCertificateWorksWhereBrokersAskForOne() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));
    TestCertificate own = broker.authority.issue("firebreak");
    Map<String, String> certificates =
        Map.of(
            "bootstrap-servers", broker.withCertificates(),
            "security-protocol", "SSL",
            "ca-certificate", broker.authority.pem(),
            "client-certificate", own.pem(),
            "client-key", own.keyPem());

    try (AutoCloseable reading = source(certificates).feed().orElseThrow().start(recorder)) {
      assertThat(Recorder.ids(recorder.next(1))).containsExactly(topic + "-0-0");
    }
  }

  @Test
  void aWrongPasswordOrAuthorityReadsNothingAndStopsWhenAsked() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0));
    Map<String, String> secure = new HashMap<>();
    secure.put("bootstrap-servers", broker.secure());
    secure.put("security-protocol", "SASL_SSL");
    secure.put("username", Broker.USER);
    secure.put("password", "wrong");
    secure.put("ca-certificate", broker.authority.pem());
    AutoCloseable wrongPassword = source(secure).feed().orElseThrow().start(recorder);
    secure.put("password", Broker.PASSWORD);
    secure.put("ca-certificate", new TestAuthority("Another").pem());
    AutoCloseable wrongAuthority = source(secure).feed().orElseThrow().start(recorder);
    secure.put("ca-certificate", broker.authority.pem());

    try (AutoCloseable reading = source(secure).feed().orElseThrow().start(recorder)) {
      recorder.next(1);
    }
    wrongPassword.close();
    wrongAuthority.close();

    assertThat(recorder.rest()).isEmpty();
  }

  @Test
  void closingWaitsForTheRecordThatIsUnderWay() throws Exception {
    broker.createTopic(topic, 1);
    produce(alert(0), alert(1));
    java.util.concurrent.CountDownLatch entered = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch leave = new java.util.concurrent.CountDownLatch(1);
    AutoCloseable reading =
        start(
            (message, id) -> {
              entered.countDown();
              try {
                leave.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Receipt.STORED;
            });
    entered.await();
    Thread closing =
        new Thread(
            () -> {
              try {
                reading.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      assertThat(closing.getState()).as("it waits").isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }

    leave.countDown();
    closing.join();

    assertThat(committed(0)).as("the one under way, and no other").contains(1L);
  }
}
