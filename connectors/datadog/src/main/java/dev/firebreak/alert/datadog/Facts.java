package dev.firebreak.alert.datadog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tags, scope, group and attributes say, by dotted names in lower case. So a monitor's {@code
 * host:a} and a signal's {@code "@usr.name"} are found the same way.
 *
 * @param all values by name, repeats and blanks left out
 */
record Facts(Map<String, Set<String>> all) {
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_VALUES = 50;

  /**
   * Parts of names under which stands what an outsider wrote, like a request's parameters: nobody
   * may have a wallet frozen by asking for it.
   */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(^|\\.)(http|url|url_details|query|querystring|headers?|cookies?|user_agent|params"
              + "|parameters|request|body|message)\\.");

  /** {@code [Triggered on {host:ip-10-0-0-1,env:prod}] Name}. */
  private static final Pattern SCOPE_IN_TITLE =
      Pattern.compile("\\[[^\\[\\]{}]*\\{([^{}]*)}[^\\[\\]]*]");

  static Facts of(Variables variables, String title) {
    Facts facts = new Facts(new LinkedHashMap<>());
    facts.addTags(variables.tags("alert_scope", "scope", "scopes"));
    Matcher scope = SCOPE_IN_TITLE.matcher(title);
    if (scope.find()) {
      facts.addTags(List.of(scope.group(1).split(",")));
    }
    facts.addTags(variables.tags("tags", "event_tags", "alert_tags"));
    variables
        .object("security_rule_group_by_fields", "group_by_fields", "group_by", "group")
        .ifPresent(g -> facts.add("", g));
    variables
        .object("security_signal_attributes", "signal_attributes", "attributes")
        .ifPresent(a -> facts.add("", a));
    variables.texts().forEach((name, value) -> facts.put("payload." + name, value));
    return facts;
  }

  private void addTags(List<String> tags) {
    for (String tag : tags) {
      int colon = tag.indexOf(':');
      if (colon > 0) {
        put(tag.substring(0, colon), tag.substring(colon + 1));
      }
    }
  }

  private void add(String name, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(e -> add(name.isEmpty() ? e.getKey() : name + "." + e.getKey(), e.getValue()));
    } else if (value.isArray()) {
      value.forEach(v -> add(name, v));
    } else if (!value.isNull()) {
      put(name, value.asText());
    }
  }

  private void put(String name, String value) {
    String key =
        JsonBody.bounded(name.strip(), 200).toLowerCase(Locale.ROOT).replaceFirst("^@", "");
    String text = value.strip();
    if (!key.isEmpty()
        && !text.equals("*")
        && !Variables.saysNothing(text)
        && (all.size() < MOST_NAMES || all.containsKey(key))) {
      Set<String> values = all.computeIfAbsent(key, k -> new LinkedHashSet<>());
      if (values.size() < MOST_VALUES) {
        values.add(text);
      }
    }
  }

  /** All values of the first of these names, alone or at the end of a longer one, that has some. */
  List<String> allOfFirst(List<String> names) {
    for (String name : names) {
      List<String> found = new ArrayList<>();
      all.forEach(
          (key, values) -> {
            boolean ends = key.endsWith("." + name) && !key.startsWith("payload.");
            if (key.equals(name) || ends) {
              found.addAll(values);
            }
          });
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** The first value of exactly this name. */
  Optional<String> exactly(String name) {
    return all.getOrDefault(name, Set.of()).stream().findFirst();
  }

  Optional<String> first(String... names) {
    return allOfFirst(List.of(names)).stream().findFirst();
  }

  /**
   * The values of all names whose last part is this one and that no outsider wrote, also of the
   * payload's own members.
   */
  List<String> endingIn(String lastPart) {
    List<String> found = new ArrayList<>();
    all.forEach(
        (key, values) -> {
          boolean ends = key.equals(lastPart) || key.endsWith("." + lastPart);
          if (ends && !OUTSIDE.matcher(key).find()) {
            found.addAll(values);
          }
        });
    return found;
  }
}
