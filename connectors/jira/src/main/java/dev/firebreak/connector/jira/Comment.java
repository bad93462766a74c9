package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;

/**
 * The comment there is now.
 *
 * @param id Jira's id of it
 */
public record Comment(@Describe("Jira's id of the comment") String id) {}
