package dev.firebreak.app.http;

import dev.firebreak.action.StopSwitch;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stopping everything that goes out, and letting it go again. */
@Path("/api/v1/brakes")
@RolesAllowed(Roles.LOOKS_AFTER)
@Blocking
public class BrakeResource extends Api {
  private final Assembly assembly;

  @Inject
  BrakeResource(Assembly assembly) {
    this.assembly = assembly;
  }

  public record BrakeView(
      boolean stopped, Optional<String> by, Optional<Instant> at, Optional<String> reason) {
    static BrakeView of(Optional<StopSwitch.Stopped> s) {
      return new BrakeView(
          s.isPresent(),
          s.map(StopSwitch.Stopped::by),
          s.map(StopSwitch.Stopped::at),
          s.map(StopSwitch.Stopped::reason));
    }
  }

  @GET
  public BrakeView brakes() {
    return BrakeView.of(assembly.brakes.stop().stopped());
  }

  /** Stops; on other nodes within a second or two. */
  @POST
  @Path("/stop")
  @RolesAllowed({Roles.RESPONDER, Roles.APPROVER, Roles.BREAK_GLASS})
  public Response stop(
      IncidentResource.@Nullable Reason reason, @Context SecurityContext security) {
    String why = given(reason).reason().orElse("").strip();
    if (why.isBlank()) {
      return whyNot();
    }
    return Response.ok(
            BrakeView.of(Optional.of(assembly.brakes.stop().stop(caller(security).subject(), why))))
        .build();
  }

  /** Lets actions go out again; by somebody else than who stopped them. */
  @POST
  @Path("/release")
  @RolesAllowed({Roles.RESPONDER, Roles.APPROVER})
  public Response release(
      IncidentResource.@Nullable Reason reason, @Context SecurityContext security) {
    String why = given(reason).reason().orElse("").strip();
    if (why.isBlank()) {
      return whyNot();
    }
    try {
      assembly.brakes.stop().release(caller(security).subject(), why);
      return Response.ok(brakes()).build();
    } catch (StopSwitch.NotYours e) {
      return Problem.of(409, "Not by you", e.getMessage() + ".");
    }
  }

  private static Response whyNot() {
    return Problem.of(400, "Bad request", "Say why: reason goes into the audit trail.");
  }
}
