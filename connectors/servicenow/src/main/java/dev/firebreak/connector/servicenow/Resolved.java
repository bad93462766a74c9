package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;

/**
 * The incident as it is now.
 *
 * @param number for example {@code INC0010042}
 * @param state value of its state
 */
public record Resolved(
    @Describe("Number of the incident") String number,
    @Describe("Value of its state now") String state) {}
