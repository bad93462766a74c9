package dev.firebreak.connector.openc2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.http.VendorHttp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a consumer says it can do.
 *
 * @param told whether it named any pairs
 * @param pairs of action and target, as {@code deny ipv4_net}
 */
record Features(List<String> versions, List<String> profiles, boolean told, Set<String> pairs) {
  Features {
    versions = List.copyOf(versions);
    profiles = List.copyOf(profiles);
    pairs = Set.copyOf(pairs);
  }

  static Features of(JsonNode results) {
    Set<String> pairs = new HashSet<>();
    results
        .path("pairs")
        .properties()
        .forEach(
            e ->
                e.getValue()
                    // Some write profile/target, which stands for the specified profile:target.
                    .forEach(t -> pairs.add(e.getKey() + " " + t.asText().replace('/', ':'))));
    return new Features(
        texts(results.path("versions")),
        texts(results.path("profiles")),
        results.path("pairs").isObject(),
        pairs);
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(t -> all.add(VendorHttp.oneLine(t.asText())));
    return all;
  }

  boolean can(String action, String target) {
    return pairs.contains(action + " " + target);
  }

  /** For people. */
  String shown() {
    return "OpenC2 " + String.join(", ", versions) + ", profiles " + String.join(", ", profiles);
  }
}
