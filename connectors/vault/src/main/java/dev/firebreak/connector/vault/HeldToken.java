package dev.firebreak.connector.vault;

/**
 * What Vault says of a token without naming it.
 *
 * @param displayName for people, for example {@code ldap-ana}; may be empty
 * @param entityId empty where the token belongs to no entity
 * @param path what it was made by, for example {@code auth/ldap/login/ana}
 */
record HeldToken(String accessor, String displayName, String entityId, String path) {}
