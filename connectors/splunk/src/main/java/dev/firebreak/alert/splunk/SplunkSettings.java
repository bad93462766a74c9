package dev.firebreak.alert.splunk;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a Splunk source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 */
public record SplunkSettings(
    @Describe(
            "What stands at the end of the URL, or comes as bearer token or Basic password from a"
                + " proxy or a custom action; at least 16 characters, fit for a URL")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {}
