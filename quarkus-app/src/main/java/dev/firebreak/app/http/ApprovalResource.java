package dev.firebreak.app.http;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people are asked. Reading never votes. */
@Path("/api/v1/approvals")
@RolesAllowed(Roles.READER)
@Blocking
public class ApprovalResource extends Api {
  private final Assembly assembly;

  @Inject
  ApprovalResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Newest first; {@code state=open} leaves out those that are settled. */
  @GET
  public Views.Items<Views.ApprovalView> list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return new Views.Items<>(
        assembly
            .approvals
            .list(state.filter("open"::equalsIgnoreCase).isPresent(), bounded(limit))
            .stream()
            .map(this::view)
            .toList());
  }

  @GET
  @Path("/{id}")
  public Response one(@PathParam("id") String id) {
    return withId(id, "approval", i -> assembly.approvals.find(i).map(this::view));
  }

  private Views.ApprovalView view(Approvals.Approval a) {
    ActionRow row = assembly.actions.find(a.action()).orElseThrow();
    String severity =
        assembly.incidents.find(a.incident()).map(i -> i.severity().key()).orElse("unknown");
    return Views.ApprovalView.of(a, row, severity);
  }

  /** A vote: {@code approve} or {@code deny}. */
  public record Ballot(Optional<String> vote, Optional<String> comment) {}

  /** Votes as the caller, once. */
  @POST
  @Path("/{id}/votes")
  @RolesAllowed(Roles.APPROVER)
  public Response vote(
      @PathParam("id") String id, @Nullable Ballot body, @Context SecurityContext security) {
    Ballot ballot = given(body);
    String vote = ballot.vote().orElse("");
    boolean approve = vote.equals("approve");
    if (!approve && !vote.equals("deny")) {
      return Problem.of(
          400, "Bad request", "vote must be 'approve' or 'deny', got '" + shown(vote) + "'.");
    }
    return withId(
        id,
        "approval",
        i -> {
          try {
            return assembly
                .approvals
                .vote(i, caller(security), approve, ballot.comment().orElse(""))
                .map(this::view);
          } catch (Approvals.VoteRefused e) {
            return Optional.of(
                Problem.of(
                    e.forbidden() ? 403 : 409,
                    e.forbidden() ? "Not your vote" : "Too late",
                    e.getMessage()));
          }
        });
  }
}
