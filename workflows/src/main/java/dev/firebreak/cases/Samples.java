package dev.firebreak.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes some instance of a record, the same at every call. */
final class Samples {
  private Samples() {}

  static <R extends Record> R of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(components).map(c -> value(c.getName(), c.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no sample of " + type + " can be made", e);
    }
  }

  private static Object value(String name, Type type) {
    if (type instanceof ParameterizedType p) {
      Class<?> raw = (Class<?>) p.getRawType();
      Object inner = value(name, p.getActualTypeArguments()[p.getActualTypeArguments().length - 1]);
      return raw == Optional.class
          ? Optional.of(inner)
          : raw == Map.class ? Map.of("some", inner) : List.of(inner);
    }
    return plain(name, (Class<?>) type);
  }

  private static Object plain(String name, Class<?> type) {
    if (type == String.class) {
      return "some-" + name;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return 1;
    }
    if (type == long.class || type == Long.class) {
      return 1L;
    }
    if (type == Instant.class) {
      return Instant.EPOCH;
    }
    if (type == URI.class) {
      return URI.create("https://vendor.example/" + name);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    if (Number.class.isAssignableFrom(type) || type == double.class) {
      return type == java.math.BigDecimal.class ? java.math.BigDecimal.ONE : (Object) 1.0;
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return JsonNodeFactory.instance.objectNode();
    }
    throw new IllegalStateException("nothing can be made up for " + type.getName());
  }
}
