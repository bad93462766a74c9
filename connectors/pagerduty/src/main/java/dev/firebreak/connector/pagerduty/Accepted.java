package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Describe;

/**
 * What PagerDuty took; what becomes of it there, it does not say.
 *
 * @param dedupKey names the alert in later steps
 */
public record Accepted(@Describe("Names the alert in later steps") String dedupKey) {}
