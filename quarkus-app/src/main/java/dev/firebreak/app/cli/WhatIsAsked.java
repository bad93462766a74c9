package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An approval for people: what they vote on, before they do. */
final class WhatIsAsked {
  private WhatIsAsked() {}

  static String of(JsonNode a) {
    List<String> lines = new ArrayList<>();
    lines.add("action    " + Plain.field(a, "topic") + " on " + Plain.field(a, "target"));
    lines.add("input     " + Plain.text(a.path("input").toString()));
    if (a.hasNonNull("affected")) {
      lines.add("would hit " + Plain.field(a, "affected"));
    }
    lines.add("why asked " + Plain.field(a, "reason") + " (" + Plain.field(a, "rule") + ")");
    lines.add("asked by  " + Plain.field(a.path("question"), "askedBy"));
    lines.add("it takes  " + Plain.field(a, "quorum"));
    lines.add("may vote  " + voters(a));
    lines.add(
        "until     " + Plain.time(Plain.field(a, "expiresAt")) + "; " + Plain.field(a, "then"));
    if (a.hasNonNull("freshSignIn")) {
      lines.add("needs a sign-in not older than " + Plain.field(a, "freshSignIn"));
    }
    return String.join("\n", lines);
  }

  private static String voters(JsonNode a) {
    String groups = Plain.field(a, "providerGroups");
    String people =
        StreamSupport.stream(a.path("voters").spliterator(), false)
            .map(
                v ->
                    Plain.field(v, "name")
                        + (v.hasNonNull("vote") ? " (" + Plain.field(v, "vote") + ")" : ""))
            .collect(Collectors.joining(", "));
    return groups.isEmpty() ? people : people + "; people of the provider's groups " + groups;
  }
}
