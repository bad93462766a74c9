package dev.firebreak.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OCSF's attack objects (https://schema.ocsf.io/objects/attack): {@code tactic} or the older list
 * {@code tactics}, {@code technique}, {@code sub_technique}, each with {@code uid} and {@code
 * name}.
 */
final class OcsfAttacks {
  private static final int MOST = 100;

  private OcsfAttacks() {}

  static void addTo(Alert.Builder alert, List<JsonBody> attacks) throws UnusableAlert {
    for (JsonBody attack : attacks.subList(0, Math.min(MOST, attacks.size()))) {
      Optional<String> technique =
          reference(attack.at("/sub_technique")).flatMap(Attack::technique);
      if (technique.isEmpty()) {
        technique = reference(attack.at("/technique")).flatMap(Attack::technique);
      }
      List<String> tactics = tactics(attack);
      if (tactics.isEmpty() && technique.isPresent()) {
        alert.attack(new Attack(Optional.empty(), technique));
      }
      for (String tactic : tactics) {
        alert.attack(new Attack(Optional.of(tactic), technique));
      }
    }
  }

  private static List<String> tactics(JsonBody attack) throws UnusableAlert {
    List<Optional<JsonBody>> places = new ArrayList<>(List.of(attack.at("/tactic")));
    for (JsonBody one : attack.items("/tactics")) {
      places.add(Optional.of(one));
    }
    List<String> ids = new ArrayList<>();
    for (Optional<JsonBody> place : places) {
      reference(place).flatMap(Attack::tactic).ifPresent(ids::add);
    }
    return ids.subList(0, Math.min(20, ids.size()));
  }

  /** By id, else by name; empty where neither is ATT&amp;CK's. */
  private static Optional<Attack> reference(Optional<JsonBody> place) throws UnusableAlert {
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Optional<Attack> byId = place.get().text("/uid", 200).flatMap(Attack::parse);
    return byId.isPresent() ? byId : place.get().text("/name", 200).flatMap(Attack::parse);
  }
}
