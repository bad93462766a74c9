package dev.firebreak.alert.ocsf;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.Optional;

/**
 * Settings of a sender of OCSF findings.
 *
 * @param secret at least 16 characters
 * @param nextSecret at least 16 characters
 */
public record OcsfSettings(
    @Describe(
            "What the sender shows as bearer token, as Basic password or at the end of the URL; at"
                + " least 16 characters")
        Secret secret,
    @Describe("A second secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret) {}
