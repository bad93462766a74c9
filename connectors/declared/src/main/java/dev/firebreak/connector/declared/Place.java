package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value in a file, with where it is: {@code actions.block-ip.probe}. What is wrong there becomes
 * a {@link Fault} with this place.
 */
record Place(JsonNode node, String where) {
  /** A sentence about a place in the file. */
  static final class Fault extends IllegalArgumentException {
    Fault(String where, String what) {
      super((where.isEmpty() ? "the file" : where) + ": " + what);
    }
  }

  Fault fault(String what) {
    return new Fault(where, what);
  }

  Optional<Place> maybe(String name) {
    JsonNode child = node.get(name);
    return child == null || child.isNull()
        ? Optional.empty()
        : Optional.of(new Place(child, where.isEmpty() ? name : where + "." + name));
  }

  Place at(String name) {
    return maybe(name).orElseThrow(() -> fault("'" + name + "' is missing"));
  }

  /** This object, whose members are among the known ones. */
  Place object(Set<String> known) {
    object();
    node.fieldNames()
        .forEachRemaining(
            n -> {
              if (!known.contains(n)) {
                throw fault("'" + n + "' is not known here; known: " + List.copyOf(known));
              }
            });
    return this;
  }

  Place object() {
    if (!node.isObject()) {
      throw fault("must be a map of names and values");
    }
    return this;
  }

  /** The members of this object, in the file's order. */
  List<Member> members() {
    object();
    List<Member> all = new ArrayList<>();
    node.properties()
        .forEach(
            e ->
                all.add(
                    new Member(
                        e.getKey(),
                        new Place(
                            e.getValue(),
                            where.isEmpty() ? e.getKey() : where + "." + e.getKey()))));
    return all;
  }

  /** One name and its value. */
  record Member(String name, Place value) {}

  List<Place> items() {
    if (!node.isArray()) {
      return List.of(this);
    }
    List<Place> all = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      all.add(new Place(node.get(i), where + "[" + i + "]"));
    }
    return all;
  }

  String text() {
    if (!node.isValueNode() || node.asText().isBlank()) {
      throw fault("must be text");
    }
    return node.asText();
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw fault("must be true or false");
    }
    return node.booleanValue();
  }

  int number() {
    if (!node.canConvertToInt() || !node.isIntegralNumber()) {
      throw fault("must be a whole number");
    }
    return node.intValue();
  }

  <E extends Enum<E>> E oneOf(Class<E> type) {
    String word = text();
    for (E e : type.getEnumConstants()) {
      if (e.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-').equals(word)) {
        return e;
      }
    }
    List<String> words = new ArrayList<>();
    for (E e : type.getEnumConstants()) {
      words.add(e.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }
    throw fault("'" + word + "' must be one of " + words);
  }
}
