package dev.firebreak.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.bench.Target.Goal;
import dev.firebreak.bench.Target.Goal.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a run: the application's figures, the floor's where it ran, and whether the goals
 * are met.
 */
record Report(Figures app, Optional<Figures> floor) {
  private static final List<Target> TARGETS =
      List.of(
          goal("idle freeze p50", "ms", Figures::idleP50, "idle_p50", Kind.AT_MOST_TIMES_FLOOR, 4),
          goal("idle freeze p99", "ms", Figures::idleP99, "idle_p99", Kind.AT_MOST_TIMES_FLOOR, 6),
          goal("done", "/s", Figures::donePerSecond, "done", Kind.AT_LEAST_TIMES_FLOOR, 0.1),
          goal("freeze p99 under load", "ms", Figures::loadedP99, "load_p99", Kind.UNDER, 900),
          goal("lost", "", Figures::lost, "", Kind.AT_MOST, 0),
          goal("repeated calls", "", Figures::repeatedCalls, "", Kind.AT_MOST, 0),
          shown("refused", "", Figures::refused, ""),
          shown("CPU per alert, application", "ms", Figures::appCpu, "cpu_app"),
          shown("CPU per alert, database", "ms", Figures::databaseCpu, "cpu_db"),
          shown("transactions per alert", "", Figures::transactions, "transactions"),
          shown("read-backs per alert", "", Figures::reads, ""),
          goal("memory, application", "MiB", Figures::appMemory, "", Kind.AT_MOST, 400),
          goal("memory, database", "MiB", Figures::databaseMemory, "", Kind.AT_MOST, 200),
          goal("second start", "ms", Figures::startMillis, "", Kind.AT_MOST, 8_000));

  private static Target goal(
      String name,
      String unit,
      java.util.function.ToDoubleFunction<Figures> figure,
      String key,
      Kind kind,
      double limit) {
    return new Target(name, unit, figure, key, Optional.of(new Goal(kind, limit)));
  }

  private static Target shown(
      String name, String unit, java.util.function.ToDoubleFunction<Figures> figure, String key) {
    return new Target(name, unit, figure, key, Optional.empty());
  }

  /** Whether every goal that could be judged is met. */
  boolean isMet() {
    return TARGETS.stream().allMatch(t -> verdict(t).orElse(true));
  }

  private Optional<Boolean> verdict(Target t) {
    return t.goal()
        .filter(g -> floor.isPresent() || !g.needsFloor())
        .map(g -> g.isMet(t.figure().applyAsDouble(app), ratio(t)));
  }

  private double ratio(Target t) {
    return floor
        .map(f -> t.figure().applyAsDouble(app) / t.figure().applyAsDouble(f))
        .orElse(Double.NaN);
  }

  /** A table for people. */
  String text() {
    StringBuilder out = new StringBuilder();
    row(out, "", "firebreak", "floor", "ratio", "target", "");
    for (Target t : TARGETS) {
      row(
          out,
          t.name(),
          number(t.figure().applyAsDouble(app), t.unit()),
          floor.map(f -> number(t.figure().applyAsDouble(f), t.unit())).orElse("-"),
          t.key().isEmpty() || floor.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio(t)),
          t.goal().map(g -> g.text(t.unit())).orElse(""),
          verdict(t).map(met -> met ? "met" : "NOT MET").orElse(""));
    }
    return out.append("(aim for done: 0.2 x floor)").toString();
  }

  private static void row(StringBuilder out, String... cells) {
    out.append(
            String.format(Locale.ROOT, "%-28s%14s%14s%9s   %-15s%s", (Object[]) cells)
                .stripTrailing())
        .append('\n');
  }

  private static String number(double value, String unit) {
    String text =
        String.format(
            Locale.ROOT, value == Math.rint(value) || value >= 100 ? "%.0f" : "%.2f", value);
    return (text + " " + unit).strip();
  }

  /** The application's figures, {@code floor}, {@code ratio} and {@code met}. */
  ObjectNode toJson() {
    ObjectNode json = app.toJson();
    floor.ifPresent(
        f -> {
          json.set("floor", f.toJson());
          ObjectNode ratios = json.putObject("ratio");
          TARGETS.stream()
              .filter(t -> !t.key().isEmpty())
              .forEach(t -> Figures.put(ratios, t.key(), ratio(t)));
        });
    json.put("met", isMet());
    return json;
  }
}
