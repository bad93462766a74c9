package dev.firebreak.alert.kafka;

import dev.firebreak.bench.Ports;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Apache's own broker as a process of its own, on 127.0.0.1 and free ports: one listener without
 * protection, one with TLS and passwords, one with TLS and client certificates. Tests of the whole
 * system use it, too.
 */
public final class Broker implements AutoCloseable {
  public static final String USER = "firebreak";

  /** With what a careless quoting would trip over. */
  public static final String PASSWORD = "p\"w\\d'; x=\"";

  private final Path home;
  private final Path configuration;
  private final int plainPort;
  private final int securePort;
  private final int certificatePort;
  public final TestAuthority authority = new TestAuthority("Test Brokers' Authority");
  private Optional<Process> process = Optional.empty();

  public Broker() {
    try {
      home = Files.createTempDirectory("broker");
      plainPort = Ports.free();
      securePort = Ports.free();
      certificatePort = Ports.free();
      configuration = home.resolve("server.properties");
      try (var out = Files.newOutputStream(configuration)) {
        properties(Ports.free()).store(out, null);
      }
      String scram = "SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]";
      run(
          "kafka.tools.StorageTool",
          "format",
          "-t",
          Uuid.randomUuid().toString(),
          "-c",
          configuration.toString(),
          "--add-scram",
          scram);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Properties properties(int controllerPort) {
    TestCertificate certificate = authority.issue("broker");
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(plainPort, securePort, certificatePort, controllerPort));
    p.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT");
    p.put("inter.broker.listener.name", "PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("log.dirs", home.resolve("data").toString());
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    // A killed broker may come back under its id after this.
    p.put("broker.session.timeout.ms", "1500");
    p.put("broker.heartbeat.interval.ms", "500");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("auto.create.topics.enable", "false");
    p.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
    for (String listener : List.of("listener.name.sasl_ssl.", "listener.name.ssl.")) {
      p.put(listener + "ssl.keystore.type", "PEM");
      p.put(listener + "ssl.keystore.certificate.chain", certificate.pem());
      p.put(listener + "ssl.keystore.key", certificate.keyPem());
    }
    p.put("listener.name.ssl.ssl.client.auth", "required");
    p.put("listener.name.ssl.ssl.truststore.type", "PEM");
    p.put("listener.name.ssl.ssl.truststore.certificates", authority.pem());
    String prefix = "listener.name.sasl_ssl.";
    p.put(
        prefix + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    p.put(
        prefix + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
            .formatted(USER, PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"")));
    return p;
  }

  /** Starts, or starts again with what it had; comes back when it answers. */
  public Broker start() {
    try {
      process = Optional.of(java("kafka.Kafka", configuration.toString()).start());
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (Admin admin = Admin.create(admin())) {
      while (true) {
        try {
          admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
          if (System.nanoTime() > deadline || !process.orElseThrow().isAlive()) {
            throw new IllegalStateException("the broker does not come up", e);
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> admin() {
    return Map.of(
        "bootstrap.servers", plain(), "request.timeout.ms", 2_000, "default.api.timeout.ms", 4_000);
  }

  /** Kills it at once, as a power cut would. */
  public void kill() {
    process.ifPresent(
        p -> {
          p.destroyForcibly();
          try {
            p.waitFor();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    process = Optional.empty();
  }

  String plain() {
    return "127.0.0.1:" + plainPort;
  }

  public String secure() {
    return "127.0.0.1:" + securePort;
  }

  String withCertificates() {
    return "127.0.0.1:" + certificatePort;
  }

  public void createTopic(String name, int partitions) {
    try (Admin admin = Admin.create(admin())) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How far a group has committed a topic's partition; empty where it has not. */
  Optional<Long> committed(String group, org.apache.kafka.common.TopicPartition partition) {
    try (Admin admin = Admin.create(admin())) {
      return Optional.ofNullable(
              admin
                  .listConsumerGroupOffsets(group)
                  .partitionsToOffsetAndMetadata()
                  .get()
                  .get(partition))
          .map(o -> o.offset());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public Producer<byte[], byte[]> producer(String compression) {
    Map<String, Object> p = new HashMap<>();
    p.put("bootstrap.servers", plain());
    p.put("compression.type", compression);
    p.put("acks", "all");
    return new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void run(String main, String... args) throws IOException {
    Process p = java(main, args).start();
    try {
      if (p.waitFor() != 0) {
        throw new IllegalStateException(main + " ended with " + p.exitValue());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A Java process with the class path of the tests. */
  static ProcessBuilder java(String main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
