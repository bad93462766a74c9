package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Describe;

/**
 * The alert to change.
 *
 * @param dedupKey see {@link DedupKey}
 */
public record AlertName(
    @Describe("dedupKey that trigger answered, or the one it was given") String dedupKey) {
  public AlertName {
    DedupKey.check(dedupKey);
  }
}
