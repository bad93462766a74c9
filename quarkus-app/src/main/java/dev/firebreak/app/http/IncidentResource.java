package dev.firebreak.app.http;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Severity;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.containment.Ledger;
import dev.firebreak.incident.IncidentSearch;
import dev.firebreak.incident.Incidents;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Incidents and their stories. */
@Path("/api/v1/incidents")
@RolesAllowed(Roles.READER)
@Blocking
public class IncidentResource extends Api {
  private final Assembly assembly;
  private final IncidentSearch search;

  @Inject
  IncidentResource(Assembly assembly) {
    this.assembly = assembly;
    this.search = new IncidentSearch(assembly.database);
  }

  /** Why something is done; kept in the audit trail. */
  public record Reason(Optional<String> reason) {
    String text() {
      return reason.filter(r -> !r.isBlank()).orElse("no reason given");
    }
  }

  /**
   * Newest first; all filters have to fit. {@code q} are words of title, playbook, rule, targets or
   * id; {@code before} is when an incident was opened: the next page.
   */
  @GET
  public Response list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("severity") Optional<String> severity,
      @QueryParam("playbook") Optional<String> playbook,
      @QueryParam("q") Optional<String> q,
      @QueryParam("before") Optional<String> before,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    Optional<Severity> wanted =
        severity.flatMap(
            s -> Stream.of(Severity.values()).filter(v -> v.key().equals(s)).findFirst());
    if (severity.isPresent() && wanted.isEmpty()) {
      return Problem.of(
          400,
          "Bad request",
          "severity must be one such as critical, got '" + shown(severity.get()) + "'.");
    }
    Optional<String> wantedState = state.map(s -> s.toUpperCase(Locale.ROOT));
    return RunResource.before(
        before,
        b ->
            new Views.Items<>(
                search
                    .find(
                        new IncidentSearch.Query(wantedState, wanted, playbook, q, b),
                        bounded(limit))
                    .stream()
                    .map(Views.IncidentView::of)
                    .toList()));
  }

  /** One incident with everything that belongs to it. */
  @GET
  @Path("/{id}")
  public Response one(@PathParam("id") String id) {
    return withId(id, "incident", i -> assembly.incidents.find(i).map(this::story));
  }

  private Views.IncidentStory story(Incidents.Incident i) {
    // Before the actions: what is asked about is then among them.
    List<Approvals.Approval> approvals = assembly.approvals.ofIncident(i.id());
    List<ActionRow> rows = assembly.actions.ofIncident(i.id());
    return new Views.IncidentStory(
        Views.IncidentView.of(i),
        assembly.inbox.ofIncident(i.id()).stream().map(Views.AlertView::of).toList(),
        assembly.runs.ofIncident(i.id()).stream().map(Views.RunView::of).toList(),
        rows.stream().map(Views.ActionView::of).toList(),
        rows.stream().map(Views.ContainmentView::of).flatMap(Optional::stream).toList(),
        approvals.stream()
            .map(a -> Views.ApprovalView.of(a, row(rows, a.action()), i.severity().key()))
            .toList());
  }

  private static ActionRow row(List<ActionRow> rows, String id) {
    return rows.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  /** The audit trail of one incident, oldest first. */
  @GET
  @Path("/{id}/timeline")
  public Response timeline(@PathParam("id") String id) {
    return withId(
        id,
        "incident",
        i ->
            assembly
                .incidents
                .find(i)
                .map(
                    x ->
                        new Views.Items<>(
                            assembly.trail.of(i).stream().map(Views.EventView::of).toList())));
  }

  /** What a lift of a whole incident started, and what stays and why. */
  public record Lifting(List<Views.ActionView> lifting, Map<String, String> left) {}

  /** Requests the inverse of every containment in force; policy decides who has to agree. */
  @POST
  @Path("/{id}/lift")
  @RolesAllowed(Roles.RESPONDER)
  public Response lift(
      @PathParam("id") String id, @Nullable Reason reason, @Context SecurityContext security) {
    return withId(
        id,
        "incident",
        i ->
            assembly
                .incidents
                .find(i)
                .map(
                    x -> {
                      Ledger.Lifted lifted =
                          assembly.ledger.liftAll(i, caller(security), given(reason).text());
                      return Response.accepted(
                              new Lifting(
                                  lifted.lifting().stream().map(Views.ActionView::of).toList(),
                                  lifted.left()))
                          .build();
                    }));
  }

  /** Closes an incident: later alerts open a new one. Containments stay. */
  @POST
  @Path("/{id}/close")
  @RolesAllowed(Roles.RESPONDER)
  public Response close(
      @PathParam("id") String id, @Nullable Reason reason, @Context SecurityContext security) {
    return withId(id, "incident", i -> close(i, reason, security));
  }

  private Optional<Response> close(UUID i, @Nullable Reason reason, SecurityContext security) {
    return assembly
        .incidents
        .find(i)
        .map(
            x ->
                assembly.people.close(i, responder(security), given(reason).text())
                    ? Response.ok(Views.IncidentView.of(assembly.incidents.find(i).orElseThrow()))
                        .build()
                    : Problem.of(409, "Closed already", "Incident " + i + " is closed already."));
  }
}
