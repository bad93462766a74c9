package dev.firebreak.alert.elastic;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of an Elastic source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 */
public record ElasticSettings(
    @Describe(
            "What the connector shows as Basic password, as bearer token or at the end of the URL;"
                + " at least 16 characters")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {}
