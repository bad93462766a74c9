package dev.firebreak.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Firebreak;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inputs that most actions take, by the names they have for them. */
final class PlausibleInputs {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("wallet", "65f0c2b1a9d84e7f0031aa5e9c77d102"),
          Map.entry("coin", "btc"),
          Map.entry("ip", "203.0.113.9"),
          Map.entry("net", "198.51.100.0/24"),
          Map.entry("user", "ana@exchange.example"),
          Map.entry("channel", "C0123456789"),
          Map.entry("url", "https://evil.example/claim"),
          Map.entry("domain", "pay.evil.example"),
          Map.entry("tag", "blocked"),
          Map.entry("realm", "staff"),
          Map.entry("machine", "0123456789abcdef0123456789abcdef01234567"),
          Map.entry("issue", "SEC-12"),
          Map.entry("instance", "i-0123456789abcdef0"),
          Map.entry("incident", "INC0010042"),
          Map.entry("host", "0123456789abcdef0123456789abcdef"),
          Map.entry("contract", "0x52908400098527886e0f7030069857d2e4169ee7"),
          Map.entry("address", "0x52908400098527886e0f7030069857d2e4169ee7"),
          Map.entry("accessKeyId", "AKIAIOSFODNN7EXAMPLE"),
          Map.entry("workload", "custody/signer-0"),
          Map.entry("vaultAccount", "7"),
          Map.entry("ts", "1700000000.000100"),
          Map.entry("severity", "critical"),
          Map.entry("scope", "WALLET"),
          Map.entry("quarantineId", "0123456789abcdef"),
          Map.entry("prefix", "database/creds/readonly"),
          Map.entry("lease", "database/creds/readonly/2f6a614c"),
          Map.entry("kind", "ip"),
          Map.entry("link", "https://firebreak.example/approvals/1"),
          Map.entry("timeout", "PT15M"),
          Map.entry("action", "freeze"),
          Map.entry("accessor", "0123456789abcdef01234567"),
          Map.entry("entity", "8d6a45e5-572f-8f13-d226-cd0d1ec57297"),
          Map.entry("policy", "Firebreak-Quarantine-0123456789abcdef0123"),
          Map.entry("asset", "USDC"));

  private PlausibleInputs() {}

  /** What an action wants at least. */
  static Map<String, Object> of(JsonNode action) {
    Map<String, Object> all = new TreeMap<>();
    Firebreak.each(action.path("inputs"))
        .filter(i -> i.path("required").asBoolean())
        .forEach(i -> all.put(i.path("name").asText(), value(i)));
    return all;
  }

  private static Object value(JsonNode input) {
    String text = TEXTS.getOrDefault(input.path("name").asText(), "any");
    return switch (input.path("type").asText()) {
      case "whole number", "number" -> 3_600;
      case "true or false" -> true;
      case "list of text" -> List.of(text);
      default -> text;
    };
  }
}
