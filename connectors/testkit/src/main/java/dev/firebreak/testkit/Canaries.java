package dev.firebreak.testkit;

import dev.firebreak.connector.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The secrets of an instance's settings in every form in which they could leak. */
final class Canaries {
  private final Set<String> forms = new LinkedHashSet<>();

  /** Collects every {@link Secret} of a settings record. */
  static Canaries of(Record settings) {
    Canaries canaries = new Canaries();
    for (RecordComponent c : settings.getClass().getRecordComponents()) {
      Object value = read(settings, c);
      Object bare = value instanceof Optional<?> o && o.isPresent() ? o.get() : value;
      if (bare instanceof Secret s && s.exists()) {
        canaries.add(s);
      }
    }
    return canaries;
  }

  private void add(Secret secret) {
    String value = secret.reveal();
    forms.add(value);
    forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    value.lines().filter(l -> l.length() >= 40).forEach(forms::add);
  }

  /**
   * @throws AssertionError when the text holds a secret; the message does not repeat the text
   */
  void assertAbsent(String where, String text) {
    if (forms.stream().anyMatch(text::contains)) {
      throw new AssertionError(
          where + " holds a secret of the settings; keep Secret values out of messages and output");
    }
  }

  /** {@link #assertAbsent(String, String)} for a failure, its causes and what they suppressed. */
  void assertAbsent(String where, Throwable thrown) {
    Optional<Throwable> at = Optional.of(thrown);
    for (int depth = 0; at.isPresent() && depth < 20; depth++) {
      assertAbsent(where, at.get().toString());
      at = Optional.ofNullable(at.get().getCause());
    }
  }

  private static Object read(Record settings, RecordComponent c) {
    try {
      Method accessor = c.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read setting " + c.getName(), e);
    }
  }
}
