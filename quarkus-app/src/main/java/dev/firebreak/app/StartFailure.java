package dev.firebreak.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.stream.Stream;

/** What to tell people of an exception that ended the start. */
final class StartFailure {
  private StartFailure() {}

  /** One sentence, where it is the installation's fault and not ours. */
  static Optional<String> sentence(Throwable why) {
    return causes(why)
        .filter(StartFailure::forPeople)
        .findFirst()
        .map(
            e ->
                e instanceof CannotStart
                    ? message(e)
                    : message(e).replaceAll("\\s*[\\r\\n]\\s*", " ")
                        + ". Correct the setting and start again.");
  }

  /** The innermost message. */
  static String rootMessage(Throwable why) {
    return causes(why).reduce((outer, inner) -> inner).map(StartFailure::message).orElse("");
  }

  private static boolean forPeople(Throwable e) {
    return e instanceof CannotStart
        || e instanceof ConfigValidationException
        || e instanceof ConfigurationException;
  }

  private static Stream<Throwable> causes(Throwable why) {
    return Stream.iterate(why, e -> e != null, Throwable::getCause).limit(20);
  }

  private static String message(Throwable e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
