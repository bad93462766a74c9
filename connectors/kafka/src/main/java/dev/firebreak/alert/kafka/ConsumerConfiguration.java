package dev.firebreak.alert.kafka;

import dev.firebreak.connector.Pem;
import dev.firebreak.connector.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka's client is told (https://kafka.apache.org/41/configuration/consumer-configs/).
 * Secrets are {@link Password}s, which the client does not print.
 */
final class ConsumerConfiguration {
  /** So many records are on their way to the disk at most when a node falls. */
  private static final int MOST_RECORDS = 100;

  private static final int PARTITION_BYTES = 1024 * 1024;
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  private ConsumerConfiguration() {}

  /**
   * @throws IllegalArgumentException a sentence about a setting that cannot work; quotes no secret
   */
  static Map<String, Object> of(KafkaSettings settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", settings.bootstrapServers()));
    all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, settings.start());
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    reading(all);
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, settings.securityProtocol());
    if (settings.usesSasl()) {
      sasl(all, settings);
    }
    tls(all, settings);
    return Map.copyOf(all);
  }

  private static void reading(Map<String, Object> all) {
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    all.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // A fallen node's partitions move after ten seconds, not the client's 45.
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
    all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    all.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
  }

  private static void sasl(Map<String, Object> all, KafkaSettings settings) {
    String mechanism = settings.saslMechanism();
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    String jaas =
        module
            + " required username="
            + quoted("username", settings.username().orElse(""))
            + " password="
            + quoted("password", settings.password().map(Secret::reveal).orElse(""))
            + ";";
    all.put(SaslConfigs.SASL_MECHANISM, mechanism);
    all.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas));
  }

  /** The client reads this text with a tokenizer that knows backslashes. */
  private static String quoted(String setting, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(setting + " must not have control characters");
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void tls(Map<String, Object> all, KafkaSettings settings) {
    settings
        .caCertificate()
        .ifPresent(
            pem -> {
              all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
              all.put(
                  SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                  new Password(certificates("ca-certificate", pem)));
            });
    Optional<Secret> key = settings.clientKey();
    if (settings.clientCertificate().isPresent() && key.isPresent()) {
      all.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      all.put(
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
          new Password(certificates("client-certificate", settings.clientCertificate().get())));
      all.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(privateKey(key.get())));
    }
  }

  /** The client reads the same text again, and says less about what is wrong with it. */
  private static String certificates(String setting, Secret pem) {
    var unused = Pem.certificates(setting, pem);
    return pem.reveal();
  }

  private static String privateKey(Secret pem) {
    var unused = Pem.privateKey("client-key", pem);
    return pem.reveal();
  }
}
