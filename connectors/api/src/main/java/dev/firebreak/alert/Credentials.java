package dev.firebreak.alert;

import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The shared-secret schemes of senders that cannot sign: a bearer token, Basic credentials, or a
 * token in the URL. Up to two secrets are active at a time, so that one can be replaced without a
 * gap.
 */
public final class Credentials {
  private final List<Secret> secrets;

  /**
   * @param secret the current secret, at least 16 characters
   * @param next the one to come or the one just left
   */
  public Credentials(Secret secret, Optional<Secret> next) {
    List<Secret> all = new ArrayList<>(List.of(secret));
    next.ifPresent(all::add);
    all.forEach(
        s -> {
          if (s.reveal().length() < 16) {
            throw new IllegalArgumentException(
                "a source's secret must have at least 16 characters");
          }
        });
    this.secrets = List.copyOf(all);
  }

  /**
   * Whether the message carries one of the secrets as {@code Authorization: Bearer}, Basic password
   * or path token.
   */
  public boolean accept(RawMessage message) {
    String presented =
        message
            .header("authorization")
            .map(Credentials::fromHeader)
            .or(message::pathToken)
            .orElse("");
    boolean any = false;
    for (Secret s : secrets) {
      any |= s.matches(presented);
    }
    return any;
  }

  private static String fromHeader(String header) {
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        return pair.substring(pair.indexOf(':') + 1);
      } catch (IllegalArgumentException e) {
        return "";
      }
    }
    return "";
  }
}
