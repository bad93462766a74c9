package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What people who decide are shown, as one text whose hash they name and that is kept with their
 * vote. What passes by itself, such as votes and the time left, is not part of it.
 */
public final class Questions {
  private final Circumstances circumstances;

  public Questions(Circumstances circumstances) {
    this.circumstances = circumstances;
  }

  /**
   * @param text JSON, names in order
   * @param sha256 of its UTF-8 bytes, lower-case hex
   */
  public record Question(String text, String sha256) {}

  /** The question as it stands now. */
  public Question of(Approval a, ActionRow row) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("approval", a.id().toString());
    all.put("incident", circumstances.summary(a.incident()));
    all.put("action", action(row));
    all.put("binding", a.binding());
    a.preview().ifPresent(p -> all.put("preview", p));
    all.put("severity", a.severity().key());
    all.put("askedBy", row.requesters());
    all.put("askedAt", a.askedAt().toString());
    all.put("rule", a.rule());
    all.put("reason", a.reason());
    all.put("quorum", a.quorum().toString());
    all.put("silence", silence(a, row));
    a.freshSignIn().ifPresent(f -> all.put("freshSignIn", f.toString()));
    String text = Binding.sorted(all);
    return new Question(text, Binding.sha256(text));
  }

  private static Map<String, Object> action(ActionRow row) {
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("id", row.id());
    action.put("topic", row.topic());
    action.put("target", row.target().toString());
    action.put("effect", row.effect().name().toLowerCase(Locale.ROOT));
    action.put("reversibility", row.reversibility().name().toLowerCase(Locale.ROOT));
    action.put("input", row.input());
    action.put("playbookVersion", row.playbookVersion());
    row.lifts().ifPresent(l -> action.put("lifts", l));
    return action;
  }

  /** What happens when nobody answers, as a sentence. */
  public static String silence(Approval a, ActionRow row) {
    String what = row.topic() + " on " + row.target();
    return switch (a.onTimeout()) {
      case CONTAIN -> "Without an answer it is done: " + what + ".";
      case HOLD -> "Without an answer it is not done: " + what + ".";
      case ESCALATE ->
          a.next().isEmpty()
              ? "More people were called; without an answer it is not done: " + what + "."
              : "Without an answer "
                  + a.escalation().levels().stream()
                      .skip(a.level())
                      .map(Questions::called)
                      .collect(Collectors.joining(", then "))
                  + "; without theirs it is not done: "
                  + what
                  + ".";
    };
  }

  private static String called(Escalation.Level level) {
    String whom =
        level.groups().isEmpty()
            ? "everybody is called again"
            : "people of " + level.words() + " are called";
    return whom + level.timeout().map(w -> " and waited for " + w).orElse("");
  }
}
