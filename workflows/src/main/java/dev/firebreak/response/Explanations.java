package dev.firebreak.response;

import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Why a message did, or did not, become an incident, in sentences. */
public final class Explanations {
  private final Messages messages;
  private final Incidents incidents;

  public Explanations(Messages messages, Incidents incidents) {
    this.messages = messages;
    this.incidents = incidents;
  }

  /**
   * One answer.
   *
   * @param outcome {@code refused}, {@code handshake}, {@code empty}, {@code waiting}, {@code
   *     opened}, {@code joined}, {@code duplicate} or {@code noted}
   * @param alert empty where the whole message is meant
   * @param rules ids of the triage rules that decided about the incident
   */
  public record Answer(
      String outcome,
      String sentence,
      Optional<UUID> alert,
      Optional<UUID> incident,
      List<String> rules) {
    static Answer ofAll(String outcome, String sentence) {
      return new Answer(outcome, sentence, Optional.empty(), Optional.empty(), List.of());
    }
  }

  /**
   * One answer for each of its alerts, or one for the message where it has none.
   *
   * @return empty when there is no such message
   */
  public Optional<List<Answer>> of(UUID message) {
    return messages.find(message).map(this::answers);
  }

  private List<Answer> answers(Messages.Summary m) {
    if (!m.alerts().isEmpty()) {
      return m.alerts().stream().map(this::answer).toList();
    }
    return List.of(
        switch (m.state()) {
          case "KEPT_ASIDE" ->
              Answer.ofAll(
                  "refused",
                  "It could not be read"
                      + m.pointer().filter(p -> !p.isEmpty()).map(p -> ", at " + p).orElse("")
                      + ": "
                      + m.reason().orElse("no reason was kept")
                      + ". It is kept aside; send it again once the sender or the setting is"
                      + " right.");
          case "HANDSHAKE" ->
              Answer.ofAll(
                  "handshake",
                  "It belongs to the sender's protocol ("
                      + m.reason().orElse("handshake")
                      + ") and carries no alert.");
          default -> Answer.ofAll("empty", "It was accepted, and it held no alert.");
        });
  }

  private Answer answer(Messages.Fate f) {
    Optional<Incidents.Incident> incident = f.incident().flatMap(incidents::find);
    String named = incident.map(i -> "the incident \"" + i.title() + "\"").orElse("no incident");
    List<String> rules = incident.map(Explanations::rules).orElse(List.of());
    String sentence =
        switch (f.state()) {
          case "NEW" -> "It waits for triage.";
          case "OPENED" -> "It opened " + named + ". " + incident.map(this::chosen).orElse("");
          case "JOINED" ->
              "It joined "
                  + named
                  + ", which was open and shares a target or the finding with it. "
                  + incident.map(this::chosen).orElse("");
          case "DUPLICATE" ->
              "It repeats an alert of "
                  + named
                  + ": same source, rule, severity and targets. It was counted there and starts"
                  + " nothing.";
          case "NOTED" -> "It was only noted: " + f.note().orElse("no reason was kept") + ".";
          default -> "Its state is " + f.state().toLowerCase(Locale.ROOT) + ".";
        };
    return new Answer(
        f.state().equals("NEW") ? "waiting" : f.state().toLowerCase(Locale.ROOT),
        sentence.strip(),
        Optional.of(f.alert()),
        f.incident(),
        rules);
  }

  private String chosen(Incidents.Incident i) {
    List<String> rules = rules(i);
    if (rules.isEmpty()) {
      return "No rule of triage.dmn fits it, so no playbook runs: people decide.";
    }
    String by = "Rule " + rules.stream().collect(Collectors.joining(", ")) + " of triage.dmn";
    return i.playbook().equals("none")
        ? by + " says that no playbook runs: people decide."
        : by + " chose the playbook " + i.playbook() + ".";
  }

  private static List<String> rules(Incidents.Incident i) {
    return StreamSupport.stream(i.decision().path("rules").spliterator(), false)
        .map(r -> r.path("id").asText())
        .toList();
  }
}
