package dev.firebreak.app.cases;

import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.app.config.FirebreakConfig;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that the stages read while a case is played: the documented defaults, and nothing by
 * the clock. Made from the interface, because the mapping itself needs Quarkus.
 */
final class CaseSettings {
  private final Map<String, String> given;

  private CaseSettings(Map<String, String> given) {
    this.given = given;
  }

  static FirebreakConfig of(Path home) {
    Map<String, String> given =
        Map.of(
            ".home", home.toString(),
            ".node", "cases",
            ".brakes.containPerHour", "0",
            ".drift.interval", "P1D",
            ".readiness.interval", "PT1H");
    return new CaseSettings(given).mapped(FirebreakConfig.class, "");
  }

  /** Approvals as they are where nothing is configured about them. */
  static ApprovalsConfig approvals() {
    return new CaseSettings(Map.of()).mapped(ApprovalsConfig.class, "");
  }

  private <T> T mapped(Class<T> type, String path) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> value(method, path + "." + method.getName())));
  }

  private Object value(Method method, String path) {
    Class<?> type = method.getReturnType();
    if (type == Map.class) {
      return Map.of();
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    Optional<String> text =
        Optional.ofNullable(given.get(path))
            .or(
                () ->
                    Optional.ofNullable(method.getAnnotation(WithDefault.class))
                        .map(WithDefault::value));
    return text.isPresent() ? converted(text.get(), type) : mapped(type, path);
  }

  private static Object converted(String text, Class<?> type) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    return type == Duration.class ? Duration.parse(text) : text;
  }
}
