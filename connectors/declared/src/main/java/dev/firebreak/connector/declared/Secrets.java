package dev.firebreak.connector.declared;

import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets that a file names: {@code token: file:/run/secrets/acme}, {@code env:NAME} or {@code
 * vault:PATH#FIELD}.
 */
final class Secrets {
  /** Files and the environment, for whoever has no others. */
  static final Finder HERE = Secrets::here;

  private Secrets() {}

  /** Finds one; see {@link dev.firebreak.connector.Access#secret}. */
  @FunctionalInterface
  interface Finder {
    /**
     * @throws IllegalArgumentException where there is none
     */
    Secret find(String what, String reference);
  }

  private static Secret here(String what, String reference) {
    try {
      return SecretSource.LOCAL.find(SecretReference.of(reference));
    } catch (SecretMissing e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  static Map<String, Secret> of(Optional<Place> place, Finder finder) {
    Map<String, Secret> all = new LinkedHashMap<>();
    for (Place.Member m : place.map(Place::members).orElse(List.of())) {
      all.put(m.name(), one(m.value(), finder));
    }
    return all;
  }

  static Secret one(Place place, Finder finder) {
    String where = place.text();
    if (!where.matches("(file|env|vault):.*")) {
      throw place.fault(
          "a secret does not stand in this file: write file:/path, env:NAME or vault:PATH#FIELD"
              + " where it does");
    }
    try {
      return finder.find(place.where(), where);
    } catch (IllegalArgumentException e) {
      throw place.fault("there is no secret at " + where + ", or it is empty or not to be read");
    }
  }
}
