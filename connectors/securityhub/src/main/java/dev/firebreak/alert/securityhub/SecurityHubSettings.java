package dev.firebreak.alert.securityhub;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a Security Hub source.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 */
public record SecurityHubSettings(
    @Describe(
            "What the EventBridge API destination shows as bearer token or Basic password; at least"
                + " 16 characters")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {}
