package dev.firebreak.app.http;

import dev.firebreak.action.ActionRow;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.containment.Holding;
import dev.firebreak.incident.IncidentSearch;
import dev.firebreak.incident.Incidents;
import dev.firebreak.response.RunSearch;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is on fire now, in one answer: the numbers of a room full of people who look at one wall.
 */
@Path("/api/v1/wall")
@RolesAllowed(Roles.READER)
@Blocking
public class WallResource extends Api {
  private static final int MOST_SHOWN = 60;
  private static final int TARGETS_SHOWN = 6;

  private final Assembly assembly;
  private final IncidentSearch incidents;
  private final Holding holding;
  private final RunSearch runs;

  @Inject
  WallResource(Assembly assembly) {
    this.assembly = assembly;
    this.incidents = new IncidentSearch(assembly.database);
    this.holding = new Holding(assembly.database);
    this.runs = new RunSearch(assembly.database);
  }

  /**
   * An open incident.
   *
   * @param targets the first six
   * @param exposureUsdPerSecond as its alert says, a decimal number: what leaves while nothing
   *     holds
   * @param exposureHeld whether a containment is in force on every wallet that is named
   * @param containments how many are in each state, lower case with hyphens
   * @param containedAt when the last was confirmed, once all that was set out for is
   */
  public record Fire(
      Views.IncidentView incident,
      List<String> targets,
      int targetCount,
      Optional<String> exposureUsdPerSecond,
      boolean exposureHeld,
      Map<String, Integer> containments,
      Optional<Instant> containedAt) {}

  public record Down(String connector, String state, Optional<String> problem, Instant since) {}

  /** Everything at most sixty times; {@code more} says that there are further open incidents. */
  public record Wall(
      List<Fire> incidents,
      boolean more,
      List<Views.ApprovalView> approvals,
      List<TaskResource.TaskView> tasks,
      List<RunResource.RunOf> stuck,
      List<Views.ContainmentView> notHolding,
      List<Down> down,
      BrakeResource.BrakeView brakes) {}

  @GET
  public Wall wall() {
    List<Incidents.Incident> open = open();
    return new Wall(
        fires(open.stream().limit(MOST_SHOWN).toList()),
        open.size() > MOST_SHOWN,
        approvals(),
        assembly.people.openTasks().stream()
            .limit(MOST_SHOWN)
            .map(TaskResource.TaskView::of)
            .toList(),
        stuck(),
        notHolding(),
        down(),
        BrakeResource.BrakeView.of(assembly.brakes.stop().stopped()));
  }

  /** Newest first within a severity; in a flood the newest of all, which is what came last. */
  private List<Incidents.Incident> open() {
    IncidentSearch.Query open =
        new IncidentSearch.Query(
            Optional.of("OPEN"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return incidents.find(open, MOST_SHOWN + 1).stream()
        .sorted(Comparator.comparingInt((Incidents.Incident i) -> i.severity().ocsfId()).reversed())
        .toList();
  }

  private List<Fire> fires(List<Incidents.Incident> open) {
    Map<UUID, Holding.Summary> contained =
        holding.of(open.stream().map(Incidents.Incident::id).toList());
    return open.stream().map(i -> fire(i, Optional.ofNullable(contained.get(i.id())))).toList();
  }

  private static Fire fire(Incidents.Incident i, Optional<Holding.Summary> held) {
    Set<Target> holding = held.map(Holding.Summary::held).orElse(Set.of());
    List<Target> wallets =
        i.context().targets().stream().filter(t -> t.type() == TargetType.WALLET).toList();
    return new Fire(
        Views.IncidentView.of(i),
        i.context().targets().stream().limit(TARGETS_SHOWN).map(Object::toString).toList(),
        i.context().targets().size(),
        Optional.ofNullable(i.context().attributes().get("exposure_usd_per_second"))
            .filter(v -> v.matches("\\d{1,15}(\\.\\d{1,8})?")),
        !wallets.isEmpty() && holding.containsAll(wallets),
        held.map(Holding.Summary::states).orElse(Map.of()),
        held.flatMap(Holding.Summary::containedAt));
  }

  private List<Views.ApprovalView> approvals() {
    return assembly.approvals.list(true, MOST_SHOWN).stream()
        .flatMap(
            a ->
                assembly.actions.find(a.action()).stream()
                    .map(
                        row ->
                            Views.ApprovalView.of(
                                a,
                                row,
                                assembly
                                    .incidents
                                    .find(a.incident())
                                    .map(i -> i.severity().key())
                                    .orElse("unknown"))))
        .toList();
  }

  private List<RunResource.RunOf> stuck() {
    return RunResource.withIncidents(
        runs.find(RunSearch.Query.inState("STUCK"), MOST_SHOWN), incidents);
  }

  private List<Views.ContainmentView> notHolding() {
    return Stream.of(ActionRow.Containment.NOT_HOLDING, ActionRow.Containment.UNKNOWN)
        .flatMap(s -> assembly.actions.ledger(Optional.of(s.name()), MOST_SHOWN).stream())
        .map(Views.ContainmentView::of)
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Down> down() {
    return assembly.checkups.notReady().entrySet().stream()
        .map(
            e ->
                new Down(
                    e.getKey(),
                    Views.lower(e.getValue().state().name()),
                    e.getValue().problem(),
                    e.getValue().at()))
        .toList();
  }
}
