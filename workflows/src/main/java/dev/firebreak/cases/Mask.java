package dev.firebreak.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.connector.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts placeholders in the place of people, addresses and secrets: the same one for the same value
 * everywhere in a case, in a form that connectors accept. What is masked: targets of the types
 * identity, credential and ip; values of attributes whose name says secret; and in every text
 * e-mail addresses, IPv4 addresses, and the known forms of keys and tokens. One case's; used by one
 * thread.
 */
final class Mask {
  /** Not every token: most of those that alerts here name are coins. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(secret|password|passwd|cookie|(api|private|access)[-_.]?key"
              + "|(access|refresh|session|bearer|auth|api|id)[-_.]?token).*");

  private static final Pattern MAIL =
      Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,5}");
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![0-9.])([0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9.])");
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b");
  private static final Pattern SECRET =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s]*(-----END [A-Z ]*-----)?"
              + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(\\.[A-Za-z0-9_-]*)?"
              + "|\\b(xox[abprs]-|gh[pousr]_|sk_live_|hvs\\.|glpat-)[A-Za-z0-9._-]{8,}"
              + "|(?i:\\bbearer\\s+)[A-Za-z0-9._~+/=-]{16,}");

  private final Map<String, String> known = new LinkedHashMap<>();
  private int people;
  private int secrets;
  private int addresses;

  /** A mask that knows what the alerts name. */
  static Mask of(List<Alert> alerts) {
    Mask mask = new Mask();
    for (Alert a : alerts) {
      a.targets().forEach(mask::learn);
      a.attributes()
          .forEach(
              (name, value) -> {
                if (SECRET_NAME.matcher(name).matches() && value.length() > 3) {
                  mask.known.computeIfAbsent(value, v -> mask.secret());
                }
              });
    }
    return mask;
  }

  private void learn(Target t) {
    switch (t.type()) {
      case IDENTITY -> known.computeIfAbsent(t.id(), v -> person());
      case CREDENTIAL ->
          known.computeIfAbsent(
              t.id(), v -> ACCESS_KEY.matcher(v).matches() ? accessKey() : secret());
      case IP -> known.computeIfAbsent(t.id(), this::address);
      default -> {
        // Names of things; they are what the playbook is about.
      }
    }
  }

  private String person() {
    return "person-" + ++people + "@masked.example";
  }

  private String secret() {
    return "masked-secret-" + ++secrets;
  }

  private String accessKey() {
    return String.format(Locale.ROOT, "AKIAEXAMPLE%09d", ++secrets);
  }

  /** From 198.18.0.0/15, which is nobody's (RFC 2544); a range keeps its length. */
  private String address(String real) {
    int n = ++addresses;
    int slash = real.indexOf('/');
    String length = slash < 0 ? "" : real.substring(slash);
    return real.contains(":")
        ? "2001:db8::" + Integer.toHexString(n) + length
        : "198.18." + n / 254 + "." + (n % 254 + 1) + length;
  }

  /** How many values have a placeholder so far. */
  int count() {
    return known.size();
  }

  String text(String text) {
    String masked = text;
    List<String> longestFirst = new ArrayList<>(known.keySet());
    longestFirst.sort(Comparator.comparing(String::length).reversed());
    for (String value : longestFirst) {
      // A short login must not change the words that it is part of.
      masked =
          Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(value) + "(?![A-Za-z0-9])")
              .matcher(masked)
              .replaceAll(Matcher.quoteReplacement(known.getOrDefault(value, value)));
    }
    masked = found(masked, SECRET, v -> secret());
    masked = found(masked, ACCESS_KEY, v -> accessKey());
    masked = found(masked, MAIL, v -> person());
    return found(masked, ADDRESS, this::address);
  }

  /** Makes a placeholder for a value. */
  @FunctionalInterface
  private interface Placeholder {
    String of(String value);
  }

  private String found(String text, Pattern what, Placeholder placeholder) {
    Matcher m = what.matcher(text);
    return m.replaceAll(
        r -> {
          String value = r.group();
          boolean mine =
              known.containsValue(value)
                  || value.startsWith("198.18.")
                  || value.endsWith("@masked.example");
          return Matcher.quoteReplacement(
              mine ? value : known.computeIfAbsent(value, placeholder::of));
        });
  }

  JsonNode json(JsonNode node) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(text(node.asText()));
    }
    if (node.isArray()) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      node.forEach(n -> masked.add(json(n)));
      return masked;
    }
    if (node.isObject()) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              e -> {
                boolean secret =
                    SECRET_NAME.matcher(e.getKey()).matches() && e.getValue().isTextual();
                masked.set(
                    e.getKey(),
                    secret
                        ? JsonNodeFactory.instance.textNode(
                            known.computeIfAbsent(e.getValue().asText(), v -> secret()))
                        : json(e.getValue()));
              });
      return masked;
    }
    return node;
  }
}
