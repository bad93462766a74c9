package dev.firebreak.testkit;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a settings record says about its components. */
final class Descriptions {
  private static final Set<Class<?>> SETTINGS =
      Set.of(
          String.class,
          URI.class,
          Secret.class,
          Duration.class,
          boolean.class,
          int.class,
          long.class,
          Boolean.class,
          Integer.class,
          Long.class);

  private Descriptions() {}

  static String sentence(RecordComponent c) {
    return Optional.ofNullable(c.getAnnotation(Describe.class)).map(Describe::value).orElse("");
  }

  static String fallback(RecordComponent c) {
    return Optional.ofNullable(c.getAnnotation(Describe.class)).map(Describe::byDefault).orElse("");
  }

  static boolean isOptional(RecordComponent c) {
    return c.getType() == Optional.class;
  }

  static boolean isList(RecordComponent c) {
    return bare(c.getGenericType()) instanceof ParameterizedType p && p.getRawType() == List.class;
  }

  /** The type without Optional around it. */
  static Type bare(Type type) {
    return type instanceof ParameterizedType p && p.getRawType() == Optional.class
        ? p.getActualTypeArguments()[0]
        : type;
  }

  /** The type in a word or two for people. */
  static String typeName(Type type) {
    Type bare = bare(type);
    if (bare instanceof ParameterizedType p) {
      return "list of " + typeName(p.getActualTypeArguments()[0]);
    }
    String name = ((Class<?>) bare).getSimpleName();
    return switch (name) {
      case "String" -> "text";
      case "URI" -> "URL";
      case "int", "long", "Integer", "Long" -> "whole number";
      case "boolean", "Boolean" -> "true or false";
      default -> name.toLowerCase(java.util.Locale.ROOT);
    };
  }

  static List<String> faults(Class<?> type) {
    List<String> faults = new ArrayList<>();
    for (RecordComponent c : type.getRecordComponents()) {
      if (sentence(c).isBlank()) {
        faults.add("'" + c.getName() + "' has no @Describe sentence");
      }
      Type inner = bare(c.getGenericType());
      Type item =
          inner instanceof ParameterizedType p && p.getRawType() == List.class
              ? p.getActualTypeArguments()[0]
              : inner;
      boolean known = item instanceof Class<?> k && SETTINGS.contains(k);
      if (!known) {
        faults.add(
            "'" + c.getName() + "' has type " + c.getGenericType() + ", not supported in settings");
      }
    }
    return faults;
  }
}
