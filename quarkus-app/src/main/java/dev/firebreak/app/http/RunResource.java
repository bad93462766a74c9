package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.incident.IncidentSearch;
import dev.firebreak.incident.Incidents;
import dev.firebreak.response.RunSearch;
import dev.firebreak.response.Runs;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Runs of playbooks, of all incidents. */
@Path("/api/v1/runs")
@RolesAllowed(Roles.READER)
@Blocking
public class RunResource extends Api {
  private static final List<String> STATES = List.of("running", "stuck", "completed", "cancelled");

  private final Assembly assembly;
  private final RunSearch search;
  private final IncidentSearch incidents;

  @Inject
  RunResource(Assembly assembly) {
    this.assembly = assembly;
    this.search = new RunSearch(assembly.database);
    this.incidents = new IncidentSearch(assembly.database);
  }

  /** A run with what it is about. */
  public record RunOf(Views.RunView run, String incident, String title, String severity) {
    static RunOf of(Runs.Run r, Map<UUID, Incidents.Incident> incidents) {
      Optional<Incidents.Incident> i = Optional.ofNullable(incidents.get(r.incident()));
      return new RunOf(
          Views.RunView.of(r),
          r.incident().toString(),
          i.map(Incidents.Incident::title).orElse(""),
          i.map(x -> x.severity().key()).orElse("unknown"));
    }
  }

  /** What the query of an address may say. */
  public static final class Filter {
    @QueryParam("state")
    Optional<String> state = Optional.empty();

    @QueryParam("playbook")
    Optional<String> playbook = Optional.empty();

    @QueryParam("q")
    Optional<String> q = Optional.empty();

    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @QueryParam("before")
    Optional<String> before = Optional.empty();

    private boolean saysNoState() {
      return state.filter(s -> !STATES.contains(s)).isPresent();
    }

    private RunSearch.Query query() {
      return new RunSearch.Query(
          state.map(s -> s.toUpperCase(Locale.ROOT)),
          playbook,
          q,
          from.map(Instant::parse),
          before.map(Instant::parse));
    }
  }

  /**
   * Newest first; all filters have to fit. {@code q} are words of the incident's title, rule,
   * targets or id, or of the playbook and the run's id; {@code from} and {@code before} are when a
   * run started, {@code before} also the start of the last one seen: the next page.
   */
  @GET
  public Response list(
      @BeanParam Filter filter, @QueryParam("limit") @DefaultValue("50") int limit) {
    if (filter.saysNoState()) {
      return Problem.of(
          400,
          "Bad request",
          "state must be one of "
              + String.join(", ", STATES)
              + ", got '"
              + shown(filter.state.orElse(""))
              + "'.");
    }
    try {
      List<Runs.Run> found = search.find(filter.query(), bounded(limit));
      return Response.ok(new Views.Items<>(withIncidents(found, incidents))).build();
    } catch (DateTimeParseException e) {
      return Problem.of(
          400, "Bad request", "from and before are instants such as 2026-01-31T00:00:00Z.");
    }
  }

  static List<RunOf> withIncidents(List<Runs.Run> runs, IncidentSearch incidents) {
    Map<UUID, Incidents.Incident> about =
        incidents.all(runs.stream().map(Runs.Run::incident).distinct().toList());
    return runs.stream().map(r -> RunOf.of(r, about)).toList();
  }

  /** The diagram that a run follows, as it was when the run began. */
  @GET
  @Path("/{id}/bpmn")
  @Produces(MediaType.APPLICATION_XML)
  public Response bpmn(@PathParam("id") String id) {
    return assembly
        .runs
        .find(id)
        .flatMap(r -> assembly.database.inTransaction(h -> assembly.engine.bpmn(r.versionId())))
        .map(xml -> Response.ok(xml).build())
        .orElseGet(() -> Problem.notFound("There is no diagram of a run '" + shown(id) + "'."));
  }

  /** Answers with what was found before a moment, or says that it is none. */
  static Response before(Optional<String> before, Function<Optional<Instant>, Object> find) {
    try {
      return Response.ok(find.apply(before.map(Instant::parse))).build();
    } catch (DateTimeParseException e) {
      return Problem.of(
          400, "Bad request", "before must be an instant such as 2026-01-31T00:00:00Z.");
    }
  }
}
