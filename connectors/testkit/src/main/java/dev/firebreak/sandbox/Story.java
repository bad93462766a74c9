package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells the events of the stream as they happen: when, what it had cost by then, what, on what. */
final class Story {
  private final Page page;
  private final Paint paint;
  private final Progress progress;
  private final Supplier<BigDecimal> lost;
  private final String approveCommand;

  /**
   * @param lost what the thief has got so far, in US dollars
   * @param approveCommand what a person types in another terminal, up to the approval's id
   */
  Story(Page page, Progress progress, Supplier<BigDecimal> lost, String approveCommand) {
    this.page = page;
    this.paint = page.paint();
    this.progress = progress;
    this.lost = lost;
    this.approveCommand = approveCommand;
  }

  void begin() {
    page.blank();
    page.entry("time", "lost so far", "", "", "");
  }

  /** Tells one event; call it after {@link Progress#take}. */
  void tell(JsonNode event) {
    String kind = event.path("kind").asText();
    JsonNode data = event.path("data");
    Instant at = Progress.at(event);
    if (kind.startsWith("alert.")) {
      alert(kind, at, data);
    } else if (kind.startsWith("incident.")) {
      incident(kind, at, data);
    } else if (kind.startsWith("action.")) {
      action(kind.substring("action.".length()), at, data);
    } else if (kind.startsWith("approval.")) {
      approval(kind, at, data);
    } else {
      rest(kind, at, data);
    }
  }

  private void alert(String kind, Instant at, JsonNode data) {
    switch (kind) {
      case "alert.accepted" ->
          line(
              at,
              "alert",
              paint.cyan("alert"),
              text(data, "source")
                  + ": "
                  + text(data, "title")
                  + " ("
                  + text(data, "severity").toLowerCase(Locale.ROOT)
                  + ")");
      case "alert.joined" -> line(at, "", "", "the alert joins an incident that is open already");
      case "alert.duplicate" ->
          line(
              at,
              "duplicate",
              paint.dim("duplicate"),
              "the same finding again: counted, starts nothing (" + seen(data) + ")");
      case "alert.noted" ->
          line(at, "noted", paint.dim("noted"), "alert starts nothing: " + text(data, "why"));
      default -> line(at, "alert", "alert", kind);
    }
  }

  private static String seen(JsonNode data) {
    return data.has("count") ? text(data, "count") + " so far" : "recorded";
  }

  private void incident(String kind, Instant at, JsonNode data) {
    if (kind.equals("incident.opened")) {
      line(
          at,
          "incident",
          paint.bold("incident"),
          text(data, "title") + " (" + text(data, "severity").toLowerCase(Locale.ROOT) + ")");
    } else if (kind.equals("incident.decided")) {
      line(
          at,
          "decision",
          paint.bold("decision"),
          "playbook " + text(data, "playbook") + ", priority " + text(data, "priority"));
      for (JsonNode rule : data.path("rules")) {
        page.more("because " + text(rule, "annotation") + " [rule " + text(rule, "id") + "]");
      }
    } else {
      line(at, "incident", "incident", kind.substring("incident.".length()));
    }
  }

  private void action(String state, Instant at, JsonNode data) {
    String what =
        progress
            .step(text(data, "action"))
            .map(Progress.Step::named)
            .orElse(text(data, "topic") + " on " + text(data, "target"));
    switch (state) {
      case "requested" -> {
        line(at, state, state, what);
        if (!text(data, "reversibility").isEmpty()
            && text(data, "effect").equalsIgnoreCase("CONTAIN")) {
          page.more("can be lifted: " + lifted(text(data, "reversibility")));
        }
      }
      case "applied" -> line(at, state, paint.yellow(state), what + detail(data, "detail"));
      case "confirmed", "done" ->
          line(at, state, paint.green(state), what + detail(data, "detail"));
      case "retrying" ->
          line(at, state, paint.yellow(state), what + attempt(data) + detail(data, "reason"));
      case "unknown" ->
          line(
              at,
              state,
              paint.yellow(state),
              what + ": the answer was lost, reading back" + detail(data, "reason"));
      default -> line(at, state, paint.red(state), what + detail(data, "reason"));
    }
  }

  private static String attempt(JsonNode data) {
    String n = text(data, data.has("attempt") ? "attempt" : "attempts");
    return n.isEmpty() ? "" : ", attempt " + n;
  }

  private static String lifted(String reversibility) {
    return switch (reversibility.toUpperCase(Locale.ROOT)) {
      case "YES" -> "yes, by Firebreak";
      case "TIMED" -> "it ends by itself";
      case "OUT_OF_BAND" -> "only by the vendor's support";
      case "NO" -> "no, it is final";
      default -> reversibility;
    };
  }

  private void approval(String kind, Instant at, JsonNode data) {
    switch (kind) {
      case "approval.asked" -> asked(at, data);
      case "approval.voted" ->
          line(
              at,
              "vote",
              paint.bold("vote"),
              text(data, "by") + " says " + text(data, "vote") + detail(data, "comment"));
      case "approval.escalated" ->
          line(at, "WAITS", paint.yellow("WAITS"), "nobody answered: more people are called");
      case "approval.closed" ->
          line(at, "approval", paint.bold("approval"), "closed: " + text(data, "outcome"));
      default -> line(at, "approval", "approval", kind);
    }
  }

  private void asked(Instant at, JsonNode data) {
    int needed = Math.max(1, data.path("needed").asInt(1));
    line(
        at,
        "WAITS",
        paint.yellow("WAITS"),
        text(data, "topic") + " on " + text(data, "target") + " waits for a yes");
    if (!text(data, "reason").isEmpty()) {
      page.more("why: " + text(data, "reason"));
    }
    page.more(
        "who: "
            + (needed == 1 ? "one person" : needed + " people")
            + " who may sign in, never the one who asked for it");
    page.more("until " + until(at, text(data, "expiresAt")) + "; then " + then(data));
    page.raw(" ".repeat(6) + "in another terminal:");
    page.command(approveCommand + " " + text(data, "approval"));
  }

  private static String then(JsonNode data) {
    String onTimeout = text(data, "onTimeout").toLowerCase(Locale.ROOT);
    return switch (onTimeout) {
      case "contain" -> "it is done without an answer";
      case "hold", "" -> "it is not done";
      case "escalate" -> "more people are called, once; after that it is not done";
      default -> onTimeout;
    };
  }

  private static String until(Instant at, String expiresAt) {
    try {
      Instant end = Instant.parse(expiresAt);
      return end.toString().substring(11, 19) + " UTC (" + span(Duration.between(at, end)) + ")";
    } catch (java.time.format.DateTimeParseException e) {
      return "no limit is known";
    }
  }

  static String span(Duration d) {
    long s = Math.max(0, d.toSeconds());
    return s < 120 ? "in " + s + " s" : "in " + (s + 30) / 60 + " min";
  }

  private void rest(String kind, Instant at, JsonNode data) {
    switch (kind) {
      case "run.started" ->
          line(
              at,
              "playbook",
              paint.bold("playbook"),
              text(data, "playbook") + ", version " + text(data, "version") + ", starts");
      case "run.completed" -> line(at, "playbook", paint.bold("playbook"), "is through");
      case "run.stuck" ->
          line(
              at,
              "STUCK",
              paint.red("STUCK"),
              "the playbook cannot go on at " + text(data, "node") + detail(data, "reason"));
      case "task.opened" ->
          line(at, "task", paint.yellow("task"), "for a person: " + text(data, "name"));
      case "task.completed" ->
          line(at, "task", paint.bold("task"), "completed" + detail(data, "by"));
      case "containment.not-holding" ->
          line(
              at,
              "NOT HELD",
              paint.red("NOT HELD"),
              text(data, "topic")
                  + " on "
                  + text(data, "target")
                  + " does not hold"
                  + detail(data, "detail"));
      case "containment.lifted" ->
          line(
              at,
              "lifted",
              paint.yellow("lifted"),
              text(data, "topic") + " on " + text(data, "target"));
      default -> {
        // run.advanced and containment.confirmed repeat what the actions say.
      }
    }
  }

  /** Between events: what leaves meanwhile. */
  void meter(Instant at, BigDecimal perSecond) {
    line(at, "", "", Money.text(perSecond) + " leave every second");
  }

  /** Between events: an approval that nobody has answered yet. */
  void countdown(Instant at, Progress.Asked asked) {
    line(
        at,
        "WAITS",
        paint.yellow("WAITS"),
        asked.topic()
            + " on "
            + asked.target()
            + asked
                .expiresAt()
                .map(e -> "; the time to answer is over " + span(Duration.between(at, e)))
                .orElse(""));
    page.more(approveCommand + " " + asked.id());
  }

  private void line(Instant at, String what, String coloured, String text) {
    page.entry(
        progress.since(at).map(d -> "+" + Money.seconds(d)).orElse(""),
        Money.text(lost.get()),
        what,
        coloured,
        text);
  }

  private static String detail(JsonNode data, String field) {
    String text = text(data, field);
    return text.isEmpty() ? "" : ": " + text;
  }

  private static String text(JsonNode data, String name) {
    return Progress.text(data, name);
  }
}
