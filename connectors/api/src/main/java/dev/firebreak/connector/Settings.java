package dev.firebreak.connector;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns an instance's configured text values into its typed settings record. Component {@code
 * apiToken} is the key {@code api-token}. Types: String, URI, Secret, Duration ({@code PT10S}),
 * int, long, boolean, {@code List<String>} (comma separated), and Optional of these. A value {@code
 * file:PATH} of a secret is read from that file, {@code env:NAME} from the environment.
 */
public final class Settings {
  private Settings() {}

  /**
   * @param what named in messages, for example {@code connector 'okta'}
   * @throws IllegalArgumentException a sentence that names the key, the value (never a secret's)
   *     and what is expected
   */
  public static <S extends Record> S bind(String what, Class<S> type, Map<String, String> values) {
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
              Optional.ofNullable(values.get(key)).or(() -> fallback(c)));
    }
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            what + ": unknown setting '" + key + "'; known: " + known);
      }
    }
    return construct(what, type, parameterTypes, args);
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

  private static Object value(String what, String key, Type type, Optional<String> text) {
    if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
      return text.map(t -> value(what, key, p.getActualTypeArguments()[0], Optional.of(t)));
    }
    if (text.isEmpty() && type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return List.of();
    }
    String t =
        text.orElseThrow(
            () -> new IllegalArgumentException(what + ": setting '" + key + "' is missing"));
    try {
      return parse(type, t);
    } catch (RuntimeException | java.io.IOException e) {
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

  private static Object parse(Type type, String t) throws java.io.IOException {
    if (type == String.class) {
      return t;
    } else if (type == Secret.class) {
      return Secret.of(indirect(t));
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

  private static String indirect(String t) throws java.io.IOException {
    if (t.startsWith("file:")) {
      return Files.readString(Path.of(t.substring("file:".length()))).strip();
    }
    if (t.startsWith("env:")) {
      String name = t.substring("env:".length());
      return Optional.ofNullable(System.getenv(name))
          .orElseThrow(
              () -> new IllegalArgumentException("environment variable " + name + " is not set"));
    }
    return t;
  }

  private static <S extends Record> S construct(
      String what, Class<S> type, Class<?>[] parameterTypes, Object[] args) {
    try {
      Constructor<S> constructor = type.getDeclaredConstructor(parameterTypes);
      constructor.setAccessible(true);
      return constructor.newInstance(args);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          what + ": " + e.getTargetException().getMessage(), e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must be a record with its canonical constructor", e);
    }
  }
}
