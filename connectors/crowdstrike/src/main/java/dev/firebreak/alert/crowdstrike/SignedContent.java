package dev.firebreak.alert.crowdstrike;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The two ways in which Falcon's webhook is said to sign. The vendor's own description is behind a
 * login (https://marketplace.crowdstrike.com/listings/webhook), and public receivers disagree: some
 * check body before timestamp, in base64 (https://github.com/secmon-as-code/alertchain has a test
 * of it), another checks timestamp before body, in hexadecimal
 * (https://github.com/PagerTree/pager_tree-integrations).
 */
enum SignedContent {
  /** Base64 of HMAC-SHA256 over body and timestamp. */
  BODY_TIMESTAMP,
  /** Hexadecimal HMAC-SHA256 over timestamp and body. */
  TIMESTAMP_BODY;

  static SignedContent of(String setting) {
    return Arrays.stream(values())
        .filter(v -> v.setting().equals(setting))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "signed-content must be body-timestamp or timestamp-body, got '"
                        + setting
                        + "'"));
  }

  private String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  byte[] bytes(byte[] body, String timestamp) {
    byte[] time = timestamp.getBytes(StandardCharsets.UTF_8);
    byte[] first = this == BODY_TIMESTAMP ? body : time;
    byte[] second = this == BODY_TIMESTAMP ? time : body;
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The signature's bytes; empty where the text is not one. */
  Optional<byte[]> decode(String signature) {
    try {
      return Optional.of(
          this == BODY_TIMESTAMP
              ? Base64.getDecoder().decode(signature)
              : HexFormat.of().parseHex(signature));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
