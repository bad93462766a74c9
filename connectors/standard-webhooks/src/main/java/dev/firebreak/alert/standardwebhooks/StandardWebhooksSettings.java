package dev.firebreak.alert.standardwebhooks;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a source that signs by Standard Webhooks.
 *
 * @param secret {@code whsec_} and base64 of 24 to 64 bytes
 * @param nextSecret the same
 */
public record StandardWebhooksSettings(
    @Describe("Signing secret: whsec_ followed by base64 of 24 to 64 random bytes") Secret secret,
    @Describe("A second signing secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {}
