package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;

/**
 * Where the note is now.
 *
 * @param number for example {@code INC0010042}
 */
public record Noted(@Describe("Number of the incident") String number) {}
