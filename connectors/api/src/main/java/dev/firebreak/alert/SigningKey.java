package dev.firebreak.alert;

import dev.firebreak.connector.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One key shared with a sender that signs by Standard Webhooks; it has no text form. */
final class SigningKey {
  private static final String PREFIX = "whsec_";

  private final SecretKeySpec key;

  private SigningKey(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * @param setting named in messages
   * @throws IllegalArgumentException when the secret has another form; never quotes it
   */
  static SigningKey of(String setting, Secret secret) {
    String text = secret.reveal();
    String rule = setting + " must be whsec_ followed by base64 of 24 to 64 bytes";
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(rule + "; it does not begin with whsec_");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(rule + "; what follows whsec_ is no base64");
    }
    if (bytes.length < 24 || bytes.length > 64) {
      throw new IllegalArgumentException(rule + "; it has " + bytes.length + " bytes");
    }
    return new SigningKey(new SecretKeySpec(bytes, "HmacSHA256"));
  }

  byte[] sign(byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
