package dev.firebreak.app.http;

import dev.firebreak.access.Account;
import dev.firebreak.access.Caller;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Approvals;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.ProviderGroups;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people are asked. Reading never votes. */
@Path("/api/v1/approvals")
@RolesAllowed(Roles.READER)
@Blocking
public class ApprovalResource extends Api {
  private final Assembly assembly;
  private final ProviderGroups provider;

  @Inject
  ApprovalResource(Assembly assembly, ProviderGroups provider) {
    this.assembly = assembly;
    this.provider = provider;
  }

  /** Newest first; {@code state=open} leaves out those that are settled. */
  @GET
  public Views.Items<ApprovalDetail> list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    boolean open = state.filter("open"::equalsIgnoreCase).isPresent();
    return assembly.database.inTransaction(
        h -> {
          List<Account> accounts = assembly.access.accounts().list();
          return new Views.Items<>(
              assembly.approvals.list(open, bounded(limit)).stream()
                  .map(a -> detail(a, accounts))
                  .toList());
        });
  }

  @GET
  @Path("/{id}")
  public Response one(@PathParam("id") String id) {
    return withId(id, "approval", i -> assembly.approvals.find(i).map(this::detail));
  }

  private ApprovalDetail detail(Approvals.Approval a) {
    return detail(a, assembly.access.accounts().list());
  }

  private ApprovalDetail detail(Approvals.Approval a, List<Account> accounts) {
    ActionRow row = assembly.actions.find(a.action()).orElseThrow();
    return ApprovalDetail.of(
        assembly, a, row, accounts, provider.voters(row.topic(), row.target(), a.seats().groups()));
  }

  /**
   * A vote.
   *
   * @param vote {@code approve} or {@code deny}
   * @param digest of the question the voter has before him; refused where it is another one by now
   */
  public record Ballot(Optional<String> vote, Optional<String> comment, Optional<String> digest) {}

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
    Caller by = caller(security);
    return act(
        id,
        by,
        i -> assembly.approvals.vote(i, by, approve, ballot.comment().orElse(""), ballot.digest()));
  }

  /** Takes back what the caller asked for by hand. */
  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed(Roles.RESPONDER)
  public Response withdraw(
      @PathParam("id") String id,
      IncidentResource.@Nullable Reason body,
      @Context SecurityContext security) {
    String reason = given(body).text();
    Caller by = caller(security);
    return act(id, by, i -> assembly.approvals.takeBack(i, by, reason));
  }

  @FunctionalInterface
  private interface Act {
    Optional<Approvals.Approval> on(UUID id) throws Approvals.VoteRefused;
  }

  private Response act(String id, Caller by, Act act) {
    return withId(
        id,
        "approval",
        i -> {
          try {
            return act.on(i).map(this::detail);
          } catch (Approvals.VoteRefused e) {
            return Optional.of(refused(e, by));
          }
        });
  }

  /** Whose provider can ask him again is told so in the words of RFC 9470. */
  private static Response refused(Approvals.VoteRefused e, Caller by) {
    if (e.maxAge().isPresent()) {
      boolean provider = by.means() == Caller.Means.OIDC;
      return Problem.builder(
              provider ? 401 : 403, "Sign in again", e.getMessage(), Optional.empty())
          .header(
              "WWW-Authenticate",
              "Bearer error=\"insufficient_user_authentication\", max_age=\""
                  + e.maxAge().get().toSeconds()
                  + "\"")
          .build();
    }
    return Problem.of(
        e.forbidden() ? 403 : 409, e.forbidden() ? "Not your vote" : "Too late", e.getMessage());
  }
}
