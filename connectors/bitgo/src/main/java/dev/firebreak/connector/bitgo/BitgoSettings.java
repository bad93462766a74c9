package dev.firebreak.connector.bitgo;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of one BitGo user.
 *
 * @param url scheme and host, without a path
 * @param token access token of the user
 * @param auth how requests are signed; a name of {@link AuthScheme}
 * @param otp one-time password that goes with a freeze
 * @param longestFreeze a freeze cannot be lifted, so a longer one is refused
 * @param timeout for connecting and for each wait for bytes
 */
public record BitgoSettings(
    @Describe(
            value = "BitGo's address; the test environment is https://app.bitgo-test.com.",
            byDefault = "https://app.bitgo.com")
        URI url,
    @Describe("Long-lived access token; best as file:PATH.") Secret token,
    @Describe(
            value =
                "`hmac-v2` or `hmac-v3` for tokens that begin with v2x: requests are signed, and"
                    + " answers without a right signature are not believed. `bearer` for others.",
            byDefault = "hmac-v2")
        String auth,
    @Describe(
            "One-time password sent with a freeze, where BitGo asks for one: the test environment.")
        Optional<Secret> otp,
    @Describe(
            value = "Longest freeze a playbook may ask for; no freeze can be lifted early.",
            byDefault = "PT24H")
        Duration longestFreeze,
    @Describe(value = "Time limit for connecting and for each wait for bytes.", byDefault = "PT10S")
        Duration timeout) {
  public BitgoSettings {
    if (url.getPath() != null && !url.getPath().isEmpty() && !url.getPath().equals("/")) {
      throw new IllegalArgumentException(
          "setting 'url' must be BitGo's address without a path, got '" + url + "'");
    }
    if (longestFreeze.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "setting 'longest-freeze' must be PT1M or more, got " + longestFreeze);
    }
    var unused = AuthScheme.of(auth);
  }
}
