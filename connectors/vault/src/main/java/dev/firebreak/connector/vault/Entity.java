package dev.firebreak.connector.vault;

/** What Vault says of an entity. */
record Entity(String name, boolean disabled) {}
