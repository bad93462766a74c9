package dev.firebreak.alert.wazuh;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a Wazuh source.
 *
 * @param secret {@code whsec_} and base64 of 24 to 64 bytes; the script's {@code api_key}
 * @param nextSecret the same
 * @param hostIs {@code name} or {@code id}
 */
public record WazuhSettings(
    @Describe(
            "Signing secret, the api_key of the integration: whsec_ followed by base64 of 24 to 64"
                + " random bytes")
        Secret secret,
    @Describe("A second signing secret that is accepted too, while one replaces the other")
        Optional<Secret> nextSecret,
    @Describe(
            value =
                "What of an agent becomes the target host: its name, or its id as Wazuh's active"
                    + " response wants it",
            byDefault = "name")
        String hostIs) {
  public WazuhSettings {
    if (!List.of("name", "id").contains(hostIs)) {
      throw new IllegalArgumentException("host-is must be name or id, got '" + hostIs + "'");
    }
  }
}
