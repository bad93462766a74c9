package dev.firebreak.app.http;

import dev.firebreak.action.ActionRow;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.containment.Ledger;
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
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger of what is in force. */
@Path("/api/v1/containments")
@RolesAllowed(Roles.READER)
@Blocking
public class ContainmentResource extends Api {
  private final Assembly assembly;

  @Inject
  ContainmentResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Newest first. */
  @GET
  public Views.Items<Views.ContainmentView> list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    Optional<String> wanted = state.map(s -> s.toUpperCase(Locale.ROOT).replace('-', '_'));
    return new Views.Items<>(
        assembly.actions.ledger(wanted, bounded(limit)).stream()
            .map(Views.ContainmentView::of)
            .flatMap(Optional::stream)
            .toList());
  }

  /** Requests the inverse; policy decides who has to agree. */
  @POST
  @Path("/{id}/lift")
  @RolesAllowed(Roles.RESPONDER)
  public Response lift(
      @PathParam("id") String id,
      IncidentResource.@Nullable Reason reason,
      @Context SecurityContext security) {
    try {
      Optional<ActionRow> lifting =
          assembly.ledger.lift(id, caller(security), given(reason).text());
      return lifting
          .map(r -> Response.accepted(Views.ActionView.of(r)).build())
          .orElseGet(() -> Problem.notFound("There is no containment '" + shown(id) + "'."));
    } catch (Ledger.CannotLift e) {
      return Problem.of(409, "Cannot be lifted", e.getMessage());
    }
  }
}
