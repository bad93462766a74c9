package dev.firebreak.connector.okta;

/**
 * The user an API token belongs to: what he may, the token may.
 *
 * @param login for people
 */
record TokenOwner(String id, String login) {}
