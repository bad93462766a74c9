package dev.firebreak.alert.kafka;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of a topic.
 *
 * @param bootstrapServers {@code host:port}, one at least
 * @param topic 1 to 249 characters, as Kafka allows them
 * @param groupId 1 to 255 characters
 * @param start {@code earliest} or {@code latest}
 * @param securityProtocol one of Kafka's four
 * @param saslMechanism {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}
 * @param username with a SASL protocol only
 * @param password with a SASL protocol only
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 * @param clientCertificate PEM, with its issuers
 * @param clientKey PKCS#8 PEM, not encrypted
 */
public record KafkaSettings(
    @Describe("Brokers to ask first, as host:port, separated by commas")
        List<String> bootstrapServers,
    @Describe("Topic whose records are alerts; it must exist, and hold nothing else") String topic,
    @Describe(
            "Consumer group that remembers how far the topic was read; the default is firebreak- and"
                + " the topic")
        Optional<String> groupId,
    @Describe(
            value =
                "Where to begin when the group has read nothing yet: earliest takes what the topic"
                    + " still holds, latest only what comes",
            byDefault = "earliest")
        String start,
    @Describe(
            value =
                "SASL_SSL, SSL, SASL_PLAINTEXT or PLAINTEXT; without SSL anyone on the way can"
                    + " invent alerts",
            byDefault = "SASL_SSL")
        String securityProtocol,
    @Describe(value = "SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN", byDefault = "SCRAM-SHA-512")
        String saslMechanism,
    @Describe("User of a SASL protocol") Optional<String> username,
    @Describe("Password of a SASL protocol") Optional<Secret> password,
    @Describe(
            "Certificate of the brokers' authority in PEM, best as file:PATH; the only one trusted"
                + " then")
        Optional<Secret> caCertificate,
    @Describe("Own certificate in PEM with its issuers, where brokers ask for one; with client-key")
        Optional<Secret> clientCertificate,
    @Describe("Key of the own certificate, PKCS#8 in PEM and not encrypted; best as file:PATH")
        Optional<Secret> clientKey) {
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}:\\d{1,5}");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Set<String> PROTOCOLS =
      Set.of("SASL_SSL", "SSL", "SASL_PLAINTEXT", "PLAINTEXT");
  private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  public KafkaSettings {
    bootstrapServers = List.copyOf(bootstrapServers);
    if (bootstrapServers.isEmpty()
        || !bootstrapServers.stream().allMatch(s -> SERVER.matcher(s).matches())) {
      throw new IllegalArgumentException(
          "bootstrap-servers must be one or more of host:port, got " + bootstrapServers);
    }
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "topic must be 1 to 249 letters, digits, '.', '_' or '-', got '" + topic + "'");
    }
    if (groupId.filter(g -> g.isBlank() || g.length() > 255).isPresent()) {
      throw new IllegalArgumentException("group-id must have 1 to 255 characters");
    }
    oneOf("start", start, Set.of("earliest", "latest"));
    oneOf("security-protocol", securityProtocol, PROTOCOLS);
    oneOf("sasl-mechanism", saslMechanism, MECHANISMS);
    boolean sasl = securityProtocol.startsWith("SASL_");
    boolean tls = securityProtocol.endsWith("SSL");
    bothOrNone("username", username.isPresent(), "password", password.isPresent(), sasl);
    bothOrNone(
        "client-certificate",
        clientCertificate.isPresent(),
        "client-key",
        clientKey.isPresent(),
        false);
    onlyWith(
        sasl, username.isPresent(), "username is set, but " + securityProtocol + " asks for none");
    onlyWith(
        tls,
        caCertificate.isPresent() || clientCertificate.isPresent(),
        "a certificate is set, but " + securityProtocol + " uses no TLS");
  }

  /** The consumer group, one for each topic where none is set. */
  String group() {
    return groupId.orElse("firebreak-" + topic);
  }

  boolean usesSasl() {
    return securityProtocol.startsWith("SASL_");
  }

  private static void oneOf(String setting, String value, Set<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          setting
              + " must be one of "
              + known.stream().sorted().toList()
              + ", got '"
              + value
              + "'");
    }
  }

  private static void bothOrNone(
      String one, boolean isOne, String other, boolean isOther, boolean needed) {
    if (isOne != isOther || (needed && !isOne)) {
      throw new IllegalArgumentException("set " + one + " and " + other + ", both");
    }
  }

  private static void onlyWith(boolean protocol, boolean isSet, String message) {
    if (isSet && !protocol) {
      throw new IllegalArgumentException(message);
    }
  }
}
