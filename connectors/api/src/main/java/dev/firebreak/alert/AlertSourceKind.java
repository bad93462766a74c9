package dev.firebreak.alert;

import dev.firebreak.connector.Settings;
import java.util.Set;

/**
 * A kind of sender Firebreak understands; found by {@link java.util.ServiceLoader}.
 *
 * @param <S> the typed settings of a source; see {@link Settings}
 */
public interface AlertSourceKind<S extends Record> {
  /** Lower-case name, the folder's name, for example {@code falco}. */
  String kind();

  Class<S> settings();

  /** Media types its messages come with; anything else is refused with 415. */
  default Set<String> contentTypes() {
    return Set.of("application/json");
  }

  AlertSource open(S settings);
}
