package dev.firebreak.connector.declared;

import dev.firebreak.connector.Describe;

/** All that is configured outside of the file. */
public record DeclaredSettings(
    @Describe("The YAML file that describes the connector.") String file) {}
