package dev.firebreak.alert;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What arrived, untouched.
 *
 * @param headers names in lower case
 * @param pathToken what followed the source's id in the URL, for senders that can only hold a
 *     secret address
 * @param body the exact bytes
 */
public record RawMessage(
    Map<String, List<String>> headers, Optional<String> pathToken, byte[] body) {
  /**
   * The only value of a header; empty where it is missing or repeated, so that a repeated one never
   * passes a check.
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
