package dev.firebreak.http;

import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * An access key of AWS.
 *
 * @param id access key id; begins with AKIA for a user's key, with ASIA for a temporary one
 * @param secret secret access key
 * @param session session token, which temporary keys have
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html">Temporary
 *     credentials</a>
 */
public record AwsKey(Secret id, Secret secret, Optional<Secret> session) {
  public AwsKey {
    requirePrintable("access-key-id", id);
    requirePrintable("secret-access-key", secret);
    session.ifPresent(s -> requirePrintable("session-token", s));
    if (session.isEmpty() && !id.keeps(i -> !i.startsWith("ASIA"))) {
      throw new IllegalArgumentException(
          "setting 'access-key-id' is a temporary key, which AWS takes only together with its"
              + " 'session-token'");
    }
  }

  private static void requirePrintable(String setting, Secret value) {
    if (!value.keeps(v -> v.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "setting '" + setting + "' has a space, line break or other character no AWS key has");
    }
  }

  /** The text with every part of the key taken out. */
  String redact(String text) {
    String bare = text.replace(id.reveal(), "(access key id)").replace(secret.reveal(), "(secret)");
    return session.map(s -> bare.replace(s.reveal(), "(session token)")).orElse(bare);
  }
}
