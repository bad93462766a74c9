package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.ActionFailure;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks messages of the topics we subscribed to, as SNS's guide asks for: topic, age, certificate
 * URL, certificate, signature
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html). The cheap
 * checks come first, so that a stranger cannot make us fetch anything.
 */
final class SnsTopic {
  private static final Duration OLDEST = Duration.ofHours(1);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final Set<String> topics;
  private final SnsHosts hosts;
  private final SnsCertificates certificates;
  private final SnsPages pages;

  SnsTopic(List<String> topics, SnsHosts hosts, SnsCertificates certificates, SnsPages pages) {
    this.topics = Set.copyOf(topics);
    this.hosts = hosts;
    this.certificates = certificates;
    this.pages = pages;
  }

  Sender authenticate(RawMessage message, Instant now) {
    try {
      SnsMessage sns = SnsMessage.read(message);
      Instant signedAt = check(sns, now);
      return new Sender.Authentic(Optional.of(sns.messageId()), Optional.of(signedAt));
    } catch (UnusableAlert e) {
      return new Sender.Refused("SNS envelope, " + e.pointer() + ": " + e.getMessage());
    } catch (NotFromSns e) {
      return new Sender.Refused(String.valueOf(e.getMessage()));
    } catch (CertificateUnavailable e) {
      return new Sender.Undecided(String.valueOf(e.getMessage()));
    }
  }

  private Instant check(SnsMessage sns, Instant now) throws NotFromSns, CertificateUnavailable {
    if (!topics.contains(sns.topicArn())) {
      throw new NotFromSns("SNS topic is not one of this source's topics");
    }
    if (sns.messageId().isBlank() || sns.messageId().length() > 200) {
      throw new NotFromSns("SNS MessageId is empty or over 200 characters");
    }
    Instant sent =
        JsonBody.instant(sns.timestamp())
            .orElseThrow(() -> new NotFromSns("SNS Timestamp is no time"));
    if (sent.isBefore(now.minus(OLDEST)) || sent.isAfter(now.plus(CLOCK_SKEW))) {
      throw new NotFromSns("SNS Timestamp is over an hour old or in the future");
    }
    String algorithm = algorithm(sns.signatureVersion());
    URI url =
        hosts
            .certificate(sns.signingCertUrl())
            .orElseThrow(
                () -> new NotFromSns("SigningCertURL is no .pem on an SNS host of this source"));
    verify(sns, algorithm, certificates.at(url, now));
    return sent;
  }

  private static String algorithm(String signatureVersion) throws NotFromSns {
    return switch (signatureVersion) {
      case "1" -> "SHA1withRSA";
      case "2" -> "SHA256withRSA";
      default -> throw new NotFromSns("SignatureVersion is neither 1 nor 2");
    };
  }

  private static void verify(SnsMessage sns, String algorithm, X509Certificate certificate)
      throws NotFromSns {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(certificate.getPublicKey());
      signature.update(sns.signedBytes());
      if (!signature.verify(Base64.getDecoder().decode(sns.signature()))) {
        throw new NotFromSns("SNS signature does not fit the message");
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new NotFromSns("SNS signature cannot be checked: " + e.getClass().getSimpleName());
    }
  }

  /** Fetches the SubscribeURL of a confirmation request; does nothing for other messages. */
  void confirm(RawMessage message) throws ActionFailure {
    SnsMessage sns;
    try {
      sns = SnsMessage.read(message);
    } catch (UnusableAlert e) {
      throw ActionFailure.badInput("SNS confirmation, " + e.pointer() + ": " + e.getMessage());
    }
    if (sns.type() != SnsMessage.Type.SUBSCRIPTION_CONFIRMATION) {
      return;
    }
    URI url =
        hosts
            .confirmation(sns.subscribeUrl())
            .filter(u -> topics.contains(sns.topicArn()))
            .orElseThrow(
                () ->
                    ActionFailure.badInput(
                        "SubscribeURL of topic "
                            + sns.topicArn()
                            + " is not on an SNS host of this source, or the topic is not one of"
                            + " its topics; check its settings 'regions' and 'topics'"));
    pages.get(url);
  }
}
