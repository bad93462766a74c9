package dev.firebreak.connector;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns an instance's configured text values into its typed settings record. Component {@code
 * apiToken} is the key {@code api-token}. Types: String, URI, Secret, Duration ({@code PT10S}),
 * int, long, boolean, {@code List<String>} (comma separated), and Optional of these. A secret is
 * given by a {@link SecretReference}.
 */
public final class Settings {
  private Settings() {}

  /**
   * With secrets of files and the environment.
   *
   * @param what named in messages, for example {@code connector 'okta'}
   * @throws IllegalArgumentException a sentence that names the key, the value (never a secret's)
   *     and what is expected
   */
  public static <S extends Record> S bind(String what, Class<S> type, Map<String, String> values) {
    return bind(what, type, values, SecretSource.LOCAL);
  }

  /** {@link #bind(String, Class, Map)} with secrets from elsewhere. */
  public static <S extends Record> S bind(
      String what, Class<S> type, Map<String, String> values, SecretSource secrets) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new TreeSet<>();
    Object[] args = new Object[components.length];
    Class<?>[] parameterTypes = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent c = components[i];
      String key = key(c);
      known.add(key);
      parameterTypes[i] = c.getType();
      args[i] =
          value(
              what,
              key,
              c.getGenericType(),
              Optional.ofNullable(values.get(key)).or(() -> fallback(c)),
              secrets);
    }
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            what + ": unknown setting '" + key + "'; known: " + known);
      }
    }
    return construct(what, type, parameterTypes, args);
  }

  /**
   * The secrets among an instance's settings, by key.
   *
   * @throws IllegalArgumentException a sentence about a reference that can name nothing
   */
  public static Map<String, SecretReference> secrets(
      String what, Class<? extends Record> type, Map<String, String> values) {
    Map<String, SecretReference> found = new TreeMap<>();
    for (RecordComponent c : type.getRecordComponents()) {
      String key = key(c);
      if (c.getGenericType().getTypeName().contains(Secret.class.getName())
          && values.containsKey(key)) {
        try {
          found.put(key, SecretReference.of(String.valueOf(values.get(key))));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              what + ": setting '" + key + "' names no secret: " + e.getMessage(), e);
        }
      }
    }
    return found;
  }

  /** The configuration key of a component: {@code apiToken} becomes {@code api-token}. */
  public static String key(RecordComponent c) {
    return c.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static Optional<String> fallback(RecordComponent c) {
    return Optional.ofNullable(c.getAnnotation(Describe.class))
        .map(Describe::byDefault)
        .filter(v -> !v.isEmpty());
  }

  private static Object value(
      String what, String key, Type type, Optional<String> text, SecretSource secrets) {
    if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
      Type inner = p.getActualTypeArguments()[0];
      return text.map(t -> value(what, key, inner, Optional.of(t), secrets));
    }
    if (text.isEmpty() && type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return List.of();
    }
    String t =
        text.orElseThrow(
            () -> new IllegalArgumentException(what + ": setting '" + key + "' is missing"));
    try {
      return type == Secret.class ? secrets.find(SecretReference.of(t)) : parse(type, t);
    } catch (RuntimeException | SecretMissing e) {
      String shown = type == Secret.class ? "(not shown)" : "'" + t + "'";
      throw new IllegalArgumentException(
          what
              + ": setting '"
              + key
              + "' has value "
              + shown
              + ", which is no "
              + type.getTypeName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Object parse(Type type, String t) {
    if (type == String.class) {
      return t;
    } else if (type == URI.class) {
      return URI.create(t.strip());
    } else if (type == Duration.class) {
      return Duration.parse(t.strip());
    } else if (type == int.class || type == Integer.class) {
      return Integer.valueOf(t.strip());
    } else if (type == long.class || type == Long.class) {
      return Long.valueOf(t.strip());
    } else if (type == boolean.class || type == Boolean.class) {
      return switch (t.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("say true or false");
      };
    } else if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return Arrays.stream(t.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }
    throw new IllegalArgumentException(
        "settings of type " + type.getTypeName() + " are not supported");
  }

  private static <S extends Record> S construct(
      String what, Class<S> type, Class<?>[] parameterTypes, Object[] args) {
    try {
      Constructor<S> constructor = type.getDeclaredConstructor(parameterTypes);
      constructor.setAccessible(true);
      return constructor.newInstance(args);
    } catch (InvocationTargetException e) {
      if (e.getTargetException() instanceof Secret.NotThere notThere) {
        throw notThere; // Nothing is wrong with the setting.
      }
      throw new IllegalArgumentException(
          what + ": " + e.getTargetException().getMessage(), e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must be a record with its canonical constructor", e);
    }
  }
}
