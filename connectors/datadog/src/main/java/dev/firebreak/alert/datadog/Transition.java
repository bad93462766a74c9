package dev.firebreak.alert.datadog;

import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a notification says about a monitor's state
 * (https://docs.datadoghq.com/integrations/webhooks/#variables, {@code $ALERT_TRANSITION}).
 */
enum Transition {
  TRIGGERED,
  /** Over the lower of two thresholds. */
  WARNED,
  /** The monitor sees nothing; nobody knows what happens. */
  NO_DATA,
  RECOVERED,
  /** Somebody pressed Test Notifications, which puts {@code [TEST]} before the title. */
  TEST;

  /** Also with the group it is about: {@code Triggered on {host:a}}. */
  private static final Pattern STATE =
      Pattern.compile(
          "(?:re-)?(triggered|renotify|warn|no data|recovered|resolved|ok|test)(?: on \\{.*)?");

  private static final Pattern PRIORITY = Pattern.compile("\\s*[Pp][1-5]\\s*");
  private static final Pattern BEFORE_TITLE = Pattern.compile("\\s*\\[([^\\[\\]]*)]");

  /**
   * @param transition {@code $ALERT_TRANSITION}
   * @param title with what Datadog puts before it in brackets, for payloads without a transition
   * @param type {@code $ALERT_TYPE}: error, warning, success or info
   */
  static Transition of(Optional<String> transition, String title, Optional<String> type) {
    List<Transition> before = beforeTitle(title);
    if (before.contains(TEST)) {
      return TEST;
    }
    if (transition.isPresent()) {
      return of(transition.get()).orElse(TRIGGERED);
    }
    if (!before.isEmpty()) {
      return before.get(0);
    }
    return type.filter("success"::equalsIgnoreCase).isPresent() ? RECOVERED : TRIGGERED;
  }

  private static List<Transition> beforeTitle(String title) {
    List<Transition> found = new ArrayList<>();
    Matcher brackets = BEFORE_TITLE.matcher(title);
    while (brackets.lookingAt()) {
      of(brackets.group(1)).ifPresent(found::add);
      brackets.region(brackets.end(), title.length());
    }
    return found;
  }

  private static Optional<Transition> of(String words) {
    Matcher state = STATE.matcher(words.strip().toLowerCase(Locale.ROOT));
    if (!state.matches()) {
      return Optional.empty();
    }
    return switch (state.group(1)) {
      case "test" -> Optional.of(TEST);
      case "recovered", "resolved", "ok" -> Optional.of(RECOVERED);
      case "no data" -> Optional.of(NO_DATA);
      case "warn" -> Optional.of(WARNED);
      default -> Optional.of(TRIGGERED);
    };
  }

  /** The name of the monitor: the title without the state and priority Datadog puts before it. */
  static String nameIn(String title) {
    Matcher brackets = BEFORE_TITLE.matcher(title);
    int end = 0;
    while (brackets.lookingAt()
        && (of(brackets.group(1)).isPresent() || PRIORITY.matcher(brackets.group(1)).matches())) {
      end = brackets.end();
      brackets.region(end, title.length());
    }
    String name = title.substring(end).strip();
    return name.isEmpty() ? title.strip() : name;
  }

  Disposition disposition() {
    return switch (this) {
      case RECOVERED -> Disposition.RESOLVED;
      case TEST -> Disposition.TEST;
      case TRIGGERED, WARNED, NO_DATA -> Disposition.FIRING;
    };
  }

  /** The monitor's severity, or less where it did not pass its upper threshold. */
  Severity limit(Severity severity) {
    return switch (this) {
      case NO_DATA -> atMost(severity, Severity.LOW);
      case WARNED -> atMost(severity, Severity.MEDIUM);
      case TRIGGERED, RECOVERED, TEST -> severity;
    };
  }

  private static Severity atMost(Severity severity, Severity most) {
    return severity == Severity.UNKNOWN || severity.atLeast(most) ? most : severity;
  }
}
