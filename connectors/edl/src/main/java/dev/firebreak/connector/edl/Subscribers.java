package dev.firebreak.connector.edl;

import dev.firebreak.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The credential of those who fetch, as HTTP Basic authentication
 * (https://www.rfc-editor.org/rfc/rfc7617). Compared in a time that does not depend on it.
 */
record Subscribers(Secret now, Secret next) {
  private static final String SCHEME = "Basic ";

  static Subscribers of(EdlSettings settings) {
    Secret now = pair(settings.username(), settings.password());
    return new Subscribers(
        now, settings.nextPassword().map(p -> pair(settings.username(), p)).orElse(now));
  }

  private static Secret pair(String username, Secret password) {
    return password.exists() ? Secret.of(username + ":" + password.reveal()) : password;
  }

  /**
   * @param authorization the request's header, hostile
   */
  boolean include(Optional<String> authorization) {
    String given = authorization.flatMap(Subscribers::decoded).orElse("");
    // Both are compared always, so that the time does not tell which one was right.
    return now.matches(given) | next.matches(given);
  }

  private static Optional<String> decoded(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      return Optional.of(new String(pair, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
