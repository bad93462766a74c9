package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;

/**
 * Where the issue is now.
 *
 * @param status name of the status
 */
public record Moved(@Describe("Name of the issue's status now") String status) {}
