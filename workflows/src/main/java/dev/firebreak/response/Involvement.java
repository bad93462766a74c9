package dev.firebreak.response;

import dev.firebreak.access.Aliases;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Circumstances;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Inbox;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who has a hand in an incident, and what it is about, from its alerts and what people did. */
public final class Involvement implements Circumstances {
  private static final int SHOWN_TARGETS = 20;

  private final Incidents incidents;
  private final Inbox inbox;
  private final Aliases aliases;
  private final Optional<String> valueAttribute;

  /**
   * @param valueAttribute the alerts' attribute that says the value at stake
   */
  public Involvement(
      Incidents incidents, Inbox inbox, Aliases aliases, Optional<String> valueAttribute) {
    this.incidents = incidents;
    this.inbox = inbox;
    this.aliases = aliases;
    this.valueAttribute = valueAttribute;
  }

  @Override
  public Map<String, String> involved(ActionRow row) {
    Map<String, String> all = new LinkedHashMap<>();
    Optional<Incidents.Incident> incident = incidents.find(row.incident());
    incident.ifPresent(
        i ->
            i.requesters().stream()
                .flatMap(s -> samePerson(s).stream())
                .forEach(s -> all.putIfAbsent(s, "triggered or edited this incident")));
    List<String> names = new ArrayList<>();
    if (isPerson(row.target())) {
      names.add(row.target().id());
    }
    incident.ifPresent(i -> names.addAll(named(i)));
    Map<String, String> meant = aliases.meant(names);
    meant.forEach(
        (subject, name) ->
            samePerson(subject)
                .forEach(s -> all.putIfAbsent(s, "are a subject of this incident, as " + name)));
    return all;
  }

  private List<String> named(Incidents.Incident incident) {
    List<String> names = new ArrayList<>();
    incident.context().targets().stream()
        .filter(Involvement::isPerson)
        .map(Target::id)
        .forEach(names::add);
    names.addAll(incident.context().attributes().values());
    names.addAll(inbox.observables(incident.id()));
    return names;
  }

  private static boolean isPerson(Target target) {
    return target.type() == TargetType.IDENTITY || target.type() == TargetType.CREDENTIAL;
  }

  @Override
  public Set<String> samePerson(String subject) {
    return aliases.samePerson(subject);
  }

  @Override
  public Map<String, Object> summary(UUID incident) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("id", incident.toString());
    incidents
        .find(incident)
        .ifPresent(
            i -> {
              summary.put("title", i.title());
              summary.put("severity", i.severity().key());
              summary.put("rule", i.context().rule());
              summary.put("source", i.context().source());
              summary.put("openedAt", i.openedAt().toString());
              summary.put(
                  "targets",
                  i.context().targets().stream()
                      .limit(SHOWN_TARGETS)
                      .map(Target::toString)
                      .toList());
              summary.put("targetCount", i.context().targets().size());
            });
    return summary;
  }

  @Override
  public Optional<BigDecimal> value(UUID incident) {
    return valueAttribute
        .flatMap(
            a ->
                incidents
                    .find(incident)
                    .map(i -> i.context().attributes())
                    .flatMap(m -> Optional.ofNullable(m.get(a))))
        .flatMap(Involvement::number);
  }

  private static Optional<BigDecimal> number(String text) {
    return text.strip().matches("-?\\d{1,30}(\\.\\d{1,30})?")
        ? Optional.of(new BigDecimal(text.strip()))
        : Optional.empty();
  }
}
