package dev.firebreak.connector.smtp;

import jakarta.mail.Address;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The library's addresses as text; it has null for none. */
final class Addresses {
  private Addresses() {}

  static List<String> of(Address @Nullable [] addresses) {
    return Optional.ofNullable(addresses).stream()
        .flatMap(Arrays::stream)
        .map(a -> a instanceof InternetAddress i ? i.getAddress() : a.toString())
        .toList();
  }
}
