package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One mail server, whom mail is from and whom it may go to.
 *
 * @param security see {@link Security}
 * @param recipients see {@link Recipients}
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record SmtpSettings(
    @Describe("Name of the mail server, for example smtp.example.com") String host,
    @Describe(value = "587 for starttls, 465 for tls", byDefault = "587") int port,
    @Describe(
            value =
                "starttls, tls (from the first byte), or none (only to hosts in private networks, and"
                    + " without a password)",
            byDefault = "starttls")
        String security,
    @Describe("User name, where the server wants one") Optional<String> user,
    @Describe("Password of that user") Optional<Secret> password,
    @Describe("Address mail is from, for example firebreak@example.com") String from,
    @Describe(value = "Name shown with it", byDefault = "Firebreak") String fromName,
    @Describe(
            "Whom mail may go to, at least one: addresses (soc@example.com), domains with all of theirs"
                + " (@example.com)")
        List<String> recipients,
    @Describe(value = "Longest wait for a connection and for each answer", byDefault = "PT20S")
        Duration timeout,
    @Describe(
            "Certificate of the server's authority in PEM, best as file:PATH; the only one trusted"
                + " then")
        Optional<Secret> caCertificate) {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,253}");
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public SmtpSettings {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "setting 'host' must be a host's name, got '" + host + "'");
    }
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("give settings 'user' and 'password' both, or neither");
    }
    if (Security.of(security) == Security.NONE && password.isPresent()) {
      throw new IllegalArgumentException(
          "with 'security' none the password would go over the network for all to read; use"
              + " starttls or tls, or leave 'user' and 'password' out");
    }
    if (!Mailbox.isAddress(from)) {
      throw new IllegalArgumentException(
          "setting 'from' must be an address such as firebreak@example.com, got '" + from + "'");
    }
    fromName = PlainText.line(fromName, 100);
    recipients = List.copyOf(recipients);
    var unused = new Recipients(recipients);
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("setting 'timeout' must be over 0 and at most 1 minute");
    }
  }

  String where() {
    return host + ":" + port;
  }

  /** What follows the {@code @} of the sender's address. */
  String domain() {
    return from.substring(from.indexOf('@') + 1);
  }
}
