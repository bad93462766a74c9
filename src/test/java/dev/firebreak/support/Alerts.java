package dev.firebreak.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts in Firebreak's own format, each with a uid of its own. */
public final class Alerts {
  private Alerts() {}

  /**
   * Value leaves a wallet; at severity high and above it is frozen at once, below people are asked.
   */
  public static Map<String, Object> outflow(String wallet, String severity) {
    return alert(
        "hot-wallet-outflow",
        severity,
        List.of("TA0010"),
        List.of(Map.of("type", "wallet", "id", wallet)));
  }

  /** A login is misused. */
  public static Map<String, Object> stolen(String identity, String severity) {
    return alert(
        "impossible-travel",
        severity,
        List.of("TA0006"),
        List.of(Map.of("type", "identity", "id", identity)));
  }

  /** Any alert. */
  public static Map<String, Object> alert(
      String rule, String severity, List<String> attacks, List<Map<String, String>> targets) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("uid", SharedFirebreak.unique("case"));
    alert.put("rule", rule);
    alert.put("severity", severity);
    alert.put("attacks", attacks);
    alert.put("targets", targets);
    return alert;
  }
}
