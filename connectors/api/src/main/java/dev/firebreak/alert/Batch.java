package dev.firebreak.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the alerts of one message whose parts have nothing to do with each other, as a pipeline
 * puts them together: one that cannot be read must not keep the others from being acted on. For one
 * message, on one thread.
 */
public final class Batch {
  private static final int MOST_REASONS = 20;

  /**
   * How what was left out is told.
   *
   * @param rule rule of the alert that tells it, for example {@code CefLinesLeftOut}
   * @param parts what a message has several of, for example {@code lines}
   * @param counter attribute with their number, for example {@code left_out_lines}
   */
  public record Names(String rule, String parts, String counter) {}

  /** One part of a message. */
  @FunctionalInterface
  public interface Part {
    /**
     * @throws UnusableAlert saying where in the message and what
     */
    Alert read() throws UnusableAlert;
  }

  private final Names names;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<UnusableAlert> rejected = new ArrayList<>();

  public Batch(Names names) {
    this.names = names;
  }

  /** Reads the next part, and remembers the reason where that fails. */
  public void add(Part part) {
    try {
      alerts.add(part.read());
    } catch (UnusableAlert e) {
      reject(e);
    }
  }

  /** Leaves the next part out. */
  public void reject(UnusableAlert reason) {
    rejected.add(reason);
  }

  /**
   * The alerts in the order of their parts, and one more that stands for parts left out.
   *
   * @param nothing what to say where there was no part at all, for example {@code holds no line;
   *     expected CEF}
   * @throws UnusableAlert when no part became an alert
   */
  public List<Alert> alerts(String nothing) throws UnusableAlert {
    if (alerts.isEmpty()) {
      throw rejected.isEmpty() ? new UnusableAlert("", nothing) : rejected.get(0);
    }
    List<Alert> all = new ArrayList<>(alerts);
    if (!rejected.isEmpty()) {
      all.add(leftOut());
    }
    return all;
  }

  /**
   * A person must know that some parts were not understood. Low, because nothing is known of them;
   * it names no target, so it contains nothing.
   */
  private Alert leftOut() {
    List<String> reasons = rejected.stream().map(e -> e.pointer() + ": " + e.getMessage()).toList();
    List<String> identity = new ArrayList<>(reasons);
    alerts.forEach(a -> identity.add(a.uid()));
    int parts = alerts.size() + rejected.size();
    return Alert.builder("left-out/" + Fingerprint.of(identity), names.rule())
        .title(
            rejected.size() + " of " + parts + " " + names.parts() + " of a message were left out")
        .description(
            Optional.of(
                "They are in the stored message. "
                    + String.join(
                        "\n", reasons.subList(0, Math.min(MOST_REASONS, reasons.size())))))
        .severity(Severity.LOW)
        .attribute("operational", "true")
        .attribute(names.counter(), Integer.toString(rejected.size()))
        .build();
  }
}
