package dev.firebreak.alert.cef;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Settings of senders of CEF: by HTTP, by syslog, or both.
 *
 * @param secret at least 16 characters; needed for HTTP
 * @param nextSecret at least 16 characters
 * @param syslogPort 1 to 65535, or 0 for any free one; needed for syslog
 * @param syslogBind an address of this machine
 * @param serverCertificate PEM, own certificate first; no secret, but only secrets take {@code
 *     file:}
 * @param serverKey PKCS#8 PEM, not encrypted
 * @param clientCa PEM
 * @param clientNames DNS names or common names
 * @param maxConnections 1 to 1,000
 * @param maxLine bytes, 1,024 to 262,144
 */
public record CefSettings(
    @Describe(
            "For HTTP: what the sender shows as bearer token, as Basic password or at the end of the"
                + " URL; at least 16 characters; without it nothing is taken at the hook")
        Optional<Secret> secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe("For syslog: TCP port to listen on, 6514 by custom; without it there is no listener")
        Optional<Integer> syslogPort,
    @Describe(
            value = "Address to listen on; 0.0.0.0 for all of this machine",
            byDefault = "127.0.0.1")
        String syslogBind,
    @Describe("Certificate of this server in PEM with its issuers, best as file:PATH")
        Optional<Secret> serverCertificate,
    @Describe("Key of the server's certificate, PKCS#8 in PEM and not encrypted, best as file:PATH")
        Optional<Secret> serverKey,
    @Describe(
            "Certificates in PEM of the authorities whose client certificates are accepted; a sender"
                + " without one is turned away")
        Optional<Secret> clientCa,
    @Describe(
            "Names of the senders, as in their certificates (DNS name or common name); without any,"
                + " every certificate of the authorities will do")
        List<String> clientNames,
    @Describe(value = "Senders connected at the same time, at most", byDefault = "64")
        int maxConnections,
    @Describe(
            value = "Longest syslog message in bytes; of a longer one the rest is cut off",
            byDefault = "65536")
        int maxLine) {
  public CefSettings {
    clientNames = List.copyOf(clientNames);
    if (secret.isEmpty() && syslogPort.isEmpty()) {
      throw new IllegalArgumentException(
          "set secret (for HTTP), syslog-port (for syslog), or both");
    }
    if (secret.isEmpty() && nextSecret.isPresent()) {
      throw new IllegalArgumentException("next-secret is set without secret");
    }
    boolean tls = serverCertificate.isPresent() && serverKey.isPresent() && clientCa.isPresent();
    if (syslogPort.isPresent() && !tls) {
      throw new IllegalArgumentException(
          "syslog-port needs server-certificate, server-key and client-ca: senders are known by"
              + " their certificates, and by nothing else");
    }
    between("syslog-port", syslogPort.orElse(0), 0, 65_535);
    between("max-connections", maxConnections, 1, 1_000);
    between("max-line", maxLine, 1_024, 262_144);
  }

  private static void between(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          setting + " must be " + least + " to " + most + ", got " + value);
    }
  }
}
