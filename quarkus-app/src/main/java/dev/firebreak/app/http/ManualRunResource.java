package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firebreak.access.Caller;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.incident.Incidents;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.PlaybookRehearsals;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Playbooks by hand: rehearsed for an incident, then run. */
@Path("/api/v1/playbooks")
@RolesAllowed(Roles.RESPONDER)
@Blocking
public class ManualRunResource extends Api {
  private final Assembly assembly;

  @Inject
  ManualRunResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /**
   * @param incident which it is rehearsed for
   * @param answers what people would fill into tasks, by node id
   */
  public record Scene(
      Optional<String> incident, Optional<Map<String, Map<String, Object>>> answers) {}

  /** What the live version would do for an incident, as policy and vendors say; nothing is done. */
  @POST
  @Path("/{name}/rehearse")
  public Response rehearse(
      @PathParam("name") String name, @Nullable Scene body, @Context SecurityContext security)
      throws PlaybookRefused {
    Scene scene = given(body);
    Optional<Version> live = assembly.playbooks.lifeCycle.live(name);
    if (live.isEmpty() || assembly.playbooks.inForce(name).isEmpty()) {
      return notInForce(name);
    }
    String id = scene.incident().orElse("");
    Optional<Incidents.Incident> on = incident(id);
    if (on.isEmpty()) {
      return Problem.notFound(
          "There is no incident '" + shown(id) + "' to rehearse for; name one in incident.");
    }
    PlaybookRehearsals.World world =
        new PlaybookRehearsals.World(scene.answers().orElse(Map.of()), Map.of());
    PlaybookRehearsals.Played played =
        assembly.playbookRehearsals.play(
            name, live.get().content(), on.get(), world, caller(security));
    return Response.ok(
            new RehearsalViews.RunView(
                live.get().version(), RehearsalViews.PlayedView.of(played, List.of())))
        .build();
  }

  private Optional<Incidents.Incident> incident(String id) {
    try {
      return assembly.playbookRehearsals.recorded(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Response notInForce(String name) {
    return Problem.notFound("There is no playbook '" + shown(name) + "' in force.");
  }

  /**
   * @param incident for which; a new one is opened where it is absent
   * @param version the number that was rehearsed; refused where another is live by now
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record ByHand(
      Optional<String> incident, Optional<String> reason, Optional<Integer> version) {}

  /** Starts the live version by hand. */
  @POST
  @Path("/{name}/runs")
  public Response run(
      @PathParam("name") String name, @Nullable ByHand body, @Context SecurityContext security) {
    ByHand asked = given(body);
    String reason = asked.reason().orElse("").strip();
    if (reason.isEmpty()) {
      return Problem.of(400, "Bad request", "Say why: reason goes into the audit trail.");
    }
    Optional<PlaybookVersion> live = assembly.playbooks.inForce(name);
    if (live.isEmpty()) {
      return notInForce(name);
    }
    Optional<Integer> rehearsed = asked.version().filter(v -> v != live.get().version());
    if (rehearsed.isPresent()) {
      return Problem.of(
          409,
          "Not what was rehearsed",
          "Version "
              + live.get().version()
              + " of "
              + name
              + " is live by now, version "
              + rehearsed.get()
              + " was rehearsed: rehearse it again.");
    }
    return started(asked, live.get(), caller(security), reason);
  }

  private Response started(ByHand asked, PlaybookVersion version, Caller by, String reason) {
    if (asked.incident().isEmpty()) {
      return Response.accepted(assembly.manualRuns.start(version, by, reason)).build();
    }
    return withId(
        asked.incident().get(),
        "incident",
        id ->
            assembly
                .manualRuns
                .start(id, version, by, reason)
                .map(s -> Response.accepted(s).build()));
  }
}
