package dev.firebreak.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one repetition measured on one subject. Times in milliseconds, memory in MiB.
 *
 * @param idleP50 alert sent until the freeze call arrives, one alert at a time
 * @param idleP99 the same
 * @param donePerSecond alerts of which all four calls came, under load
 * @param lost accepted alerts of which not all four calls came
 * @param refused alerts not accepted
 * @param repeatedCalls calls that came again
 * @param loadedP99 alert sent until the freeze call arrives, under load
 * @param appCpu CPU time per alert
 * @param databaseCpu CPU time per alert
 * @param transactions committed per alert
 * @param reads state read-backs per alert
 * @param appMemory proportional set size after the load
 * @param databaseMemory the same
 * @param startMillis second start: launched until the first alert is accepted
 */
record Figures(
    double idleP50,
    double idleP99,
    double donePerSecond,
    double lost,
    double refused,
    double repeatedCalls,
    double loadedP99,
    double appCpu,
    double databaseCpu,
    double transactions,
    double reads,
    double appMemory,
    double databaseMemory,
    double startMillis) {

  /** Medians over repetitions; the worst of what must not happen at all. */
  static Figures of(List<Figures> all) {
    return new Figures(
        median(all, Figures::idleP50),
        median(all, Figures::idleP99),
        median(all, Figures::donePerSecond),
        worst(all, Figures::lost),
        worst(all, Figures::refused),
        worst(all, Figures::repeatedCalls),
        median(all, Figures::loadedP99),
        median(all, Figures::appCpu),
        median(all, Figures::databaseCpu),
        median(all, Figures::transactions),
        median(all, Figures::reads),
        median(all, Figures::appMemory),
        median(all, Figures::databaseMemory),
        median(all, Figures::startMillis));
  }

  private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
    return Samples.median(all.stream().mapToDouble(figure).toArray());
  }

  private static double worst(List<Figures> all, ToDoubleFunction<Figures> figure) {
    return all.stream().mapToDouble(figure).max().orElse(0);
  }

  /** {@code idle}, {@code throughput}, {@code memory_mib} and {@code start_ms}. */
  ObjectNode toJson() {
    ObjectNode json = Json.mapper().createObjectNode();
    ObjectNode idle = json.putObject("idle").putObject("freeze_ms");
    put(idle, "p50", idleP50);
    put(idle, "p99", idleP99);
    ObjectNode throughput = json.putObject("throughput");
    put(throughput, "done_per_s", donePerSecond);
    put(throughput, "lost", lost);
    put(throughput, "refused", refused);
    put(throughput, "repeated_calls", repeatedCalls);
    put(throughput.putObject("freeze_ms"), "p99", loadedP99);
    ObjectNode cpu = throughput.putObject("cpu_ms_per_alert");
    put(cpu, "app", appCpu);
    put(cpu, "db", databaseCpu);
    put(throughput, "transactions_per_alert", transactions);
    put(throughput, "reads_per_alert", reads);
    ObjectNode memory = json.putObject("memory_mib");
    put(memory, "app", appMemory);
    put(memory, "db", databaseMemory);
    put(json, "start_ms", startMillis);
    return json;
  }

  /** Two decimals; null for what could not be measured. */
  static void put(ObjectNode to, String key, double value) {
    if (Double.isFinite(value)) {
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
      to.put(key, rounded.stripTrailingZeros().scale() <= 0 ? rounded.setScale(0) : rounded);
    } else {
      to.putNull(key);
    }
  }
}
