package dev.firebreak.connector;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One input of an action, as tables, element templates and error messages show it.
 *
 * @param name as playbooks name it: {@code lowerCamelCase}
 * @param kind what a value is; of each item where it is a list
 * @param list whether it takes several values
 * @param required whether it must be given; a list may always be left out
 * @param description one sentence
 */
public record Field(String name, Kind kind, boolean list, boolean required, String description) {
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

  /** What a value is. */
  public enum Kind {
    TEXT("text"),
    WHOLE_NUMBER("whole number"),
    NUMBER("number"),
    FLAG("true or false");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The kind in a word or two for people. */
    public String words() {
      return words;
    }
  }

  private static final Map<Kind, Set<Class<?>>> TYPES =
      Map.of(
          Kind.TEXT, Set.of(String.class),
          Kind.WHOLE_NUMBER, Set.of(int.class, Integer.class, long.class, Long.class),
          Kind.NUMBER, Set.of(double.class, Double.class, BigDecimal.class),
          Kind.FLAG, Set.of(boolean.class, Boolean.class));

  public Field {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("input name '" + name + "' must be like walletId");
    }
  }

  /** The type in a few words, for example {@code list of text}. */
  public String type() {
    return list ? "list of " + kind.words() : kind.words();
  }

  /**
   * The inputs that a record's components are.
   *
   * @throws IllegalArgumentException naming a component of another type than {@link Action} allows
   */
  public static List<Field> of(Class<? extends Record> inputs) {
    return Arrays.stream(inputs.getRecordComponents()).map(Field::of).toList();
  }

  private static Field of(RecordComponent c) {
    Type given = c.getGenericType();
    boolean optional = raw(given) == Optional.class;
    Type bare = optional ? argument(given) : given;
    boolean list = raw(bare) == List.class;
    Type item = list ? argument(bare) : bare;
    String sentence =
        Optional.ofNullable(c.getAnnotation(Describe.class)).map(Describe::value).orElse("");
    return new Field(c.getName(), kind(c, item), list, !optional && !list, sentence);
  }

  private static Kind kind(RecordComponent c, Type item) {
    return TYPES.entrySet().stream()
        .filter(e -> item instanceof Class<?> k && e.getValue().contains(k))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "input '"
                        + c.getName()
                        + "' has type "
                        + c.getGenericType().getTypeName()
                        + "; inputs are text, numbers, booleans, and Optional or List of these"));
  }

  private static Type raw(Type type) {
    return type instanceof ParameterizedType p ? p.getRawType() : type;
  }

  private static Type argument(Type type) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
  }
}
