package dev.firebreak.alert.github;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.connector.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code X-Hub-Signature-256}: HMAC-SHA256 over the body, in hexadecimal
 * (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries). The older
 * header with SHA-1 is not looked at.
 */
final class HubSignature {
  private static final Pattern SIGNATURE = Pattern.compile("sha256=([0-9a-fA-F]{64})");

  private final List<SecretKeySpec> keys = new ArrayList<>();

  HubSignature(Secret secret, Optional<Secret> next) {
    keys.add(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
    next.ifPresent(n -> keys.add(new SecretKeySpec(n.bytes(), "HmacSHA256")));
  }

  /** Compares with each key, whether or not one fitted already. */
  boolean fits(RawMessage message) {
    byte[] presented =
        message
            .header("x-hub-signature-256")
            .map(SIGNATURE::matcher)
            .filter(m -> m.matches())
            .map(m -> HexFormat.of().parseHex(m.group(1)))
            .orElse(new byte[0]);
    boolean any = false;
    for (SecretKeySpec key : keys) {
      any |= MessageDigest.isEqual(hmac(key, message.body()), presented);
    }
    return any;
  }

  private static byte[] hmac(SecretKeySpec key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
