package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.cases.ShadowComparison.Difference;
import dev.firebreak.cases.Shadows;
import dev.firebreak.engine.PlaybookRefused;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shadow mode: a newer version beside the live one, without effect. */
@Path("/api/v1/playbooks")
@RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
@Blocking
public class ShadowResource extends Api {
  private final Assembly assembly;
  private final Shadows shadows;

  @Inject
  ShadowResource(Assembly assembly, Shadows shadows) {
    this.assembly = assembly;
    this.shadows = shadows;
  }

  /**
   * @param xml the newer file; else the version of {@code versionId}
   */
  public record Start(Optional<String> xml, Optional<String> versionId) {}

  /** One incident, compared. */
  public record PlayView(
      String incident,
      Instant at,
      String state,
      Optional<String> reason,
      List<Difference> differences) {
    static PlayView of(Shadows.Play p) {
      return new PlayView(
          p.incident().toString(), p.at(), Views.lower(p.state()), p.reason(), p.differences());
    }
  }

  /**
   * @param running whether incidents are still compared
   * @param dropped incidents that were not compared because there were too many at once
   */
  public record ShadowView(
      String playbook,
      boolean running,
      String sha256,
      String startedBy,
      Instant startedAt,
      Optional<Instant> stoppedAt,
      long dropped,
      List<PlayView> plays) {}

  private ShadowView view(Shadows.Shadow s, int limit) {
    return new ShadowView(
        s.playbook(),
        s.stoppedAt().isEmpty(),
        s.sha256(),
        s.startedBy(),
        s.startedAt(),
        s.stoppedAt(),
        s.dropped(),
        shadows.plays(s.playbook(), limit).stream().map(PlayView::of).toList());
  }

  /** What the shadow showed, newest incident first; also for those who read incidents. */
  @GET
  @Path("/{name}/shadow")
  @RolesAllowed(Roles.LOOKS_AFTER)
  public Response show(
      @PathParam("name") String name, @QueryParam("limit") @DefaultValue("100") int limit) {
    return shadows
        .find(name)
        .map(s -> Response.ok(view(s, bounded(limit))).build())
        .orElseGet(() -> none(name));
  }

  private static Response none(String name) {
    return Problem.notFound("There is no shadow of a playbook '" + shown(name) + "'.");
  }

  /** Starts a shadow; one that was there before is replaced. */
  @POST
  @Path("/{name}/shadow")
  public Response start(
      @PathParam("name") String name, @Nullable Start body, @Context SecurityContext security) {
    if (assembly.playbooks.inForce(name).isEmpty()) {
      return Problem.notFound(
          "There is no playbook '" + shown(name) + "' in force to be beside; release one first.");
    }
    Optional<byte[]> bpmn = bpmn(given(body));
    if (bpmn.isEmpty()) {
      return Problem.of(400, "Bad request", "Send the newer file as xml, or its versionId.");
    }
    try {
      return Response.ok(view(shadows.start(name, bpmn.get(), caller(security).subject()), 0))
          .build();
    } catch (PlaybookRefused e) {
      return Problem.of(422, "Playbook refused", e.getMessage() + ".");
    } catch (CaseUnusable e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    } catch (CaseRunner.Busy e) {
      return Problem.of(503, "Busy", e.getMessage() + ".");
    }
  }

  private Optional<byte[]> bpmn(Start start) {
    return start
        .xml()
        .map(x -> x.getBytes(StandardCharsets.UTF_8))
        .or(
            () ->
                start
                    .versionId()
                    .flatMap(id -> assembly.database.inTransaction(h -> assembly.engine.bpmn(id))));
  }

  /** Stops a shadow; what it showed stays. */
  @POST
  @Path("/{name}/shadow/stop")
  public Response stop(@PathParam("name") String name, @Context SecurityContext security) {
    return shadows.stop(name, caller(security).subject())
        ? Response.ok(view(shadows.find(name).orElseThrow(), MOST)).build()
        : none(name);
  }
}
