package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text from strangers that tries to be a command: a workflow that puts a title, a branch's name or
 * a comment into a shell line runs it
 * (https://docs.github.com/en/actions/concepts/security/script-injections). A title or a name has
 * no reason to hold {@code $(...)}; a comment may show code, so there only a command that fetches
 * or starts something counts.
 */
final class Injection {
  private static final String COMMANDS =
      "(curl|wget|bash|sh|nc|ncat|python3?|perl|powershell|iwr|eval|base64|whoami)\\b";
  private static final Pattern IN_NAMES =
      Pattern.compile(
          "\\$\\([^)]|\\$\\{\\{|\\$\\{IFS|`(echo\\b|" + COMMANDS + ")|[;|&] ?" + COMMANDS);
  private static final Pattern IN_PROSE =
      Pattern.compile(
          "(\\$\\( ?|[\"'] ?[;|&] ?)"
              + COMMANDS
              + "|\\$\\{\\{[^}]{0,200}(github\\.|secrets\\.|toJSON)");

  private static final Set<String> INSIDERS = Set.of("OWNER", "MEMBER", "COLLABORATOR");

  /** Places by what they are; those with {@code prose} are read for commands only. */
  private static final Map<String, String> PLACES = new LinkedHashMap<>();

  static {
    PLACES.put("/issue/title", "title of an issue");
    PLACES.put("/pull_request/title", "title of a pull request");
    PLACES.put("/pull_request/head/ref", "branch of a pull request");
    PLACES.put("/pull_request/head/label", "label of a branch");
    PLACES.put("/discussion/title", "title of a discussion");
    PLACES.put("/ref", "name of a branch or tag");
    PLACES.put("/release/name", "name of a release");
    PLACES.put("/comment/body", "prose of a comment");
    PLACES.put("/review/body", "prose of a review");
    PLACES.put("/issue/body", "prose of an issue");
    PLACES.put("/pull_request/body", "prose of a pull request");
    PLACES.put("/discussion/body", "prose of a discussion");
  }

  private Injection() {}

  static Optional<Alert> read(Event event) throws UnusableAlert {
    if (event.action().equals("deleted") || event.action().equals("closed")) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> e : PLACES.entrySet()) {
      // A comment's event brings the whole issue along; only the comment is new.
      boolean old = event.name().contains("comment") && !e.getKey().startsWith("/comment");
      Optional<JsonBody> found = old ? Optional.empty() : event.body().at(e.getKey());
      Optional<String> text =
          found.isPresent() ? Optional.of(found.get().text(20_000)) : Optional.empty();
      if (text.filter(t -> tries(t, e.getValue().startsWith("prose"))).isPresent()) {
        return Optional.of(alert(event, e.getValue(), text.get()));
      }
    }
    return Optional.empty();
  }

  /** Whether a text tries to be a command. */
  static boolean tries(String text, boolean prose) {
    return (prose ? IN_PROSE : IN_NAMES).matcher(text).find();
  }

  private static Alert alert(Event event, String where, String text) throws UnusableAlert {
    String thing = first(event, "/comment", "/review", "/pull_request", "/issue", "/discussion");
    String standing = event.text(thing + "/author_association").orElse("");
    boolean insider = INSIDERS.contains(standing);
    String id = event.shown(thing + "/id").orElse(event.shown(thing + "/number").orElse(where));
    Alert.Builder alert =
        event
            .finding(
                event.name() + ".injection:" + event.where() + ":" + id,
                event.name() + ".injection",
                "a command hides in the " + where.replace("prose", "text"),
                insider ? Severity.LOW : Severity.MEDIUM)
            .occurredAt(event.time(thing + "/updated_at", thing + "/created_at"))
            .attack("TA0002")
            .attack("T1059")
            .observable("text", text);
    event.text(thing + "/html_url").ifPresent(l -> alert.attribute("html_url", l));
    event.text(thing + "/user/login").ifPresent(w -> alert.observable("author", w));
    if (!standing.isEmpty()) {
      alert.attribute("author_association", standing);
    }
    // A stranger's account is no target: it is not ours to suspend.
    if (insider) {
      event.person(alert, "/sender");
    }
    return alert.build();
  }

  private static String first(Event event, String... places) throws UnusableAlert {
    for (String place : places) {
      if (event.body().at(place).filter(p -> p.node().isObject()).isPresent()) {
        return place;
      }
    }
    return "/sender";
  }
}
