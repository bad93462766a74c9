package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table of one instance. ServiceNow takes no idempotency key, so each action looks first
 * whether it was done: a ticket carries the step's mark as correlation id, a note ends with it, a
 * resolution compares the state. And it answers 200 to changes that a rule or a missing right left
 * out, so each change is read back.
 */
final class ServiceNow implements Connector {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ServiceNowSettings settings;
  private final TableApi api;
  private final List<Action<?, ?>> actions;

  ServiceNow(ServiceNowSettings settings, TableApi api) {
    this.settings = settings;
    this.api = api;
    this.actions = List.of(openIncident(), comment(), resolveIncident());
  }

  @Override
  public String name() {
    return "servicenow";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return new ServiceNowReadiness(settings, api).ask();
  }

  private Action<NewIncident, Opened> openIncident() {
    return Action.named("open-incident", NewIncident.class, Opened.class, this::open)
        .description("Opens an incident, once for each step of a run.")
        .effect(Effect.NOTIFY)
        .on(i -> new Target(TargetType.TICKET, settings.table()))
        .probedBy(this::observeOpened)
        .deadline(PATIENCE)
        .build();
  }

  private Action<NewNote, Noted> comment() {
    return Action.named("comment", NewNote.class, Noted.class, this::note)
        .description("Adds a work note to an incident, once for each step of a run.")
        .effect(Effect.NOTIFY)
        .on(n -> new Target(TargetType.TICKET, n.incident()))
        .probedBy(this::observeNote)
        .deadline(PATIENCE)
        .build();
  }

  private Action<Resolution, Resolved> resolveIncident() {
    return Action.named("resolve-incident", Resolution.class, Resolved.class, this::resolve)
        .description("Resolves an incident; one that is resolved or closed is left as it is.")
        .effect(Effect.NOTIFY)
        .on(r -> new Target(TargetType.TICKET, r.incident()))
        .probedBy(this::observeResolved)
        .deadline(PATIENCE)
        .build();
  }

  private static String mark(Call<?> call) {
    return "firebreak-" + call.idempotencyKey();
  }

  private Opened open(Call<NewIncident> call) throws ActionFailure {
    Optional<Ticket> done = api.withCorrelation(mark(call));
    Ticket ticket = done.isPresent() ? done.get() : api.create(fields(call));
    return new Opened(ticket.number(), ticket.sysId(), settings.browse(ticket.sysId()));
  }

  private Map<String, Object> fields(Call<NewIncident> call) {
    NewIncident incident = call.input();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("short_description", incident.summary());
    fields.put("description", incident.description());
    fields.put("correlation_id", mark(call));
    fields.put("correlation_display", "Firebreak");
    incident
        .severity()
        .map(Weight::of)
        .ifPresent(
            w -> {
              fields.put("impact", w.impact());
              fields.put("urgency", w.urgency());
            });
    settings.assignmentGroup().ifPresent(g -> fields.put("assignment_group", g));
    settings.caller().ifPresent(c -> fields.put("caller_id", c));
    settings.category().ifPresent(c -> fields.put("category", c));
    return fields;
  }

  private Observation observeOpened(Call<NewIncident> call) throws ActionFailure {
    return api.withCorrelation(mark(call))
        .map(t -> Observation.holds(t.number()))
        .orElseGet(() -> Observation.absent("no ticket has the correlation id " + mark(call)));
  }

  private Noted note(Call<NewNote> call) throws ActionFailure {
    Ticket ticket = api.read(call.input().incident());
    if (!ticket.notes().contains(mark(call))) {
      api.update(ticket, Map.of("work_notes", call.input().text() + "\n\n" + mark(call)));
      if (!api.read(ticket.sysId()).notes().contains(mark(call))) {
        throw ActionFailure.refused(
            "ServiceNow answered 200 to a work note for "
                + ticket.number()
                + ", which is not among the work notes it shows; check that the incident is not"
                + " closed, and that this account may write and read work_notes");
      }
    }
    return new Noted(ticket.number());
  }

  private Observation observeNote(Call<NewNote> call) throws ActionFailure {
    Ticket ticket = api.read(call.input().incident());
    return ticket.notes().contains(mark(call))
        ? Observation.holds("a work note of " + ticket.number() + " ends with " + mark(call))
        : Observation.absent("no work note of " + ticket.number() + " ends with " + mark(call));
  }

  private Resolved resolve(Call<Resolution> call) throws ActionFailure {
    Ticket before = api.read(call.input().incident());
    if (isOver(before)) {
      return new Resolved(before.number(), before.state());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", settings.resolvedState());
    fields.put("close_code", call.input().closeCode().orElse(settings.closeCode()));
    fields.put("close_notes", call.input().notes());
    api.update(before, fields);
    Ticket after = api.read(before.sysId());
    if (!isOver(after)) {
      throw ActionFailure.refused(
          "ServiceNow answered 200 to resolving "
              + after.number()
              + ", whose state is still "
              + after.state()
              + "; check that this account may write state, close_code and close_notes, and which"
              + " rule of the instance forbids it");
    }
    return new Resolved(after.number(), after.state());
  }

  /** Holds also for what is closed or cancelled: there is nothing left to resolve. */
  private Observation observeResolved(Call<Resolution> call) throws ActionFailure {
    Ticket ticket = api.read(call.input().incident());
    String detail = "state=" + ticket.state() + (ticket.active() ? "" : ", not active");
    return isOver(ticket) ? Observation.holds(detail) : Observation.absent(detail);
  }

  private boolean isOver(Ticket ticket) {
    return ticket.state().equals(settings.resolvedState()) || !ticket.active();
  }
}
