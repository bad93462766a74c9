package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One PagerDuty service. Repeating is harmless: events of one key are applied to one open alert.
 * There is nothing to read back, so nothing here is ever confirmed.
 */
final class PagerDuty implements Connector {
  /** PagerDuty asks for minutes of patience after a 429, and people must be called all the same. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PagerDutySettings settings;
  private final EventsApi api;
  private final List<Action<?, ?>> actions;

  PagerDuty(PagerDutySettings settings, EventsApi api) {
    this.settings = settings;
    this.api = api;
    this.actions =
        List.of(
            trigger(),
            follow(
                "acknowledge",
                "Says that somebody is at work on an alert: its incident calls nobody any more."),
            follow("resolve", "Ends an alert; a later trigger with its key opens a new one."));
  }

  @Override
  public String name() {
    return "pagerduty";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  /** The Events API has no reading request; only that something answers there can be told. */
  @Override
  public Readiness readiness() throws ActionFailure {
    int status = api.reach();
    Readiness ready =
        Readiness.as("service '" + settings.service() + "' at " + settings.url().getHost());
    for (Action<?, ?> a : actions) {
      ready =
          ready.untold(
              a.name(),
              "something answers there (HTTP "
                  + status
                  + "), but PagerDuty judges a routing key only when an event comes with it; trigger"
                  + " one to see it work");
    }
    return ready;
  }

  private Action<NewAlert, Accepted> trigger() {
    return Action.named("trigger", NewAlert.class, Accepted.class, this::trigger)
        .description(
            "Opens an alert, which calls the people on call; adds to the one of the same key that"
                + " is open.")
        .effect(Effect.NOTIFY)
        .on(a -> new Target(TargetType.TICKET, a.dedupKey().orElse(settings.service())))
        .deadline(PATIENCE)
        .build();
  }

  private Action<AlertName, Accepted> follow(String name, String description) {
    return Action.named(name, AlertName.class, Accepted.class, call -> follow(name, call))
        .description(description)
        .effect(Effect.NOTIFY)
        .on(a -> new Target(TargetType.TICKET, a.dedupKey()))
        .deadline(PATIENCE)
        .build();
  }

  private Accepted trigger(Call<NewAlert> call) throws ActionFailure {
    NewAlert alert = call.input();
    String key = alert.dedupKey().orElseGet(() -> DedupKey.of(call));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("payload", payload(alert, call.incidentId()));
    more.put("client", "Firebreak");
    alert.link().ifPresent(l -> more.put("client_url", l));
    api.send("trigger", key, more);
    return new Accepted(key);
  }

  private static Map<String, Object> payload(NewAlert alert, String incidentId) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", alert.summary());
    payload.put("source", alert.source());
    payload.put("severity", Level.of(alert.severity()).word());
    alert.component().ifPresent(c -> payload.put("component", c));
    alert.group().ifPresent(g -> payload.put("group", g));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("incident", incidentId);
    alert.details().ifPresent(d -> details.put("details", d));
    payload.put("custom_details", details);
    return payload;
  }

  private Accepted follow(String action, Call<AlertName> call) throws ActionFailure {
    String key = call.input().dedupKey();
    api.send(action, key, Map.of());
    return new Accepted(key);
  }
}
