package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of one Fireblocks workspace.
 *
 * @param url base with the version prefix, which is part of what is signed
 * @param apiKey id of the API user
 * @param privateKey RSA private key of the API user, PKCS#8 in PEM
 * @param frozenStatus the workspace status that means frozen; the vendor does not document its
 *     words
 * @param timeout for connecting and for each wait for bytes
 */
public record FireblocksSettings(
    @Describe(
            value =
                "Base URL with /v1; the vendor's sandbox is https://sandbox-api.fireblocks.io/v1.",
            byDefault = "https://api.fireblocks.io/v1")
        URI url,
    @Describe("Id of the API user, which the vendor calls API key.") Secret apiKey,
    @Describe("RSA private key of the API user, PKCS#8 in PEM; best as file:PATH.")
        Secret privateKey,
    @Describe(
            value = "Workspace status that means frozen, as your workspace reports it.",
            byDefault = "FROZEN")
        String frozenStatus,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {}
