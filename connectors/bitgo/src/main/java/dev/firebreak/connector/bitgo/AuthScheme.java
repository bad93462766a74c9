package dev.firebreak.connector.bitgo;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a request shows its token. */
enum AuthScheme {
  HMAC_V2,
  HMAC_V3,
  BEARER;

  /**
   * @throws IllegalArgumentException naming the known ones
   */
  static AuthScheme of(String setting) {
    return Arrays.stream(values())
        .filter(s -> s.setting().equals(setting.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "setting 'auth' must be one of "
                        + Arrays.stream(values())
                            .map(AuthScheme::setting)
                            .collect(Collectors.joining(", "))
                        + ", got '"
                        + setting
                        + "'"));
  }

  boolean signs() {
    return this != BEARER;
  }

  private String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
