package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;

/**
 * The issue there is now.
 *
 * @param key for example {@code SEC-12}
 * @param url where people read it
 */
public record Issue(
    @Describe("Key of the issue, for example SEC-12") String key,
    @Describe("Link to the issue for people") String url) {}
