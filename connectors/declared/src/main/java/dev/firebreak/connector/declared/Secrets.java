package dev.firebreak.connector.declared;

import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets that a file names: {@code token: file:/run/secrets/acme} or {@code env:NAME}. */
final class Secrets {
  private Secrets() {}

  /** One secret as a settings record, so that it is read as all other settings are. */
  private record One(Secret secret) {}

  static Map<String, Secret> of(Optional<Place> place) {
    Map<String, Secret> all = new LinkedHashMap<>();
    for (Place.Member m : place.map(Place::members).orElse(List.of())) {
      all.put(m.name(), one(m.value()));
    }
    return all;
  }

  static Secret one(Place place) {
    String where = place.text();
    if (!where.startsWith("file:") && !where.startsWith("env:")) {
      throw place.fault(
          "a secret does not stand in this file: write file:/path or env:NAME where it does");
    }
    try {
      return Settings.bind(place.where(), One.class, Map.of("secret", where)).secret();
    } catch (IllegalArgumentException e) {
      throw place.fault("there is no secret at " + where + ", or it is empty or not to be read");
    }
  }
}
