package dev.firebreak.app.http;

import dev.firebreak.access.Account;
import dev.firebreak.access.Accounts;
import dev.firebreak.access.Aliases;
import dev.firebreak.access.Grant;
import dev.firebreak.access.Tokens;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People and service accounts, and what they may. */
@Path("/api/v1/people")
@RolesAllowed(Roles.PEOPLE_ADMIN)
@Blocking
public class PeopleResource extends Api {
  private final Accounts accounts;
  private final Tokens tokens;
  private final Aliases aliases;

  @Inject
  PeopleResource(Assembly assembly) {
    this.accounts = assembly.access.accounts();
    this.tokens = assembly.access.tokens();
    this.aliases = assembly.access.aliases();
  }

  public record GrantView(String role, String scope, String grantedBy, Instant grantedAt) {
    static GrantView of(Account.Granted g) {
      return new GrantView(g.grant().role().key(), g.grant().scope().text(), g.by(), g.at());
    }
  }

  public record AccountView(
      String name,
      String subject,
      String kind,
      boolean disabled,
      boolean hasPassword,
      boolean oneTimePassword,
      Instant createdAt,
      List<GrantView> grants) {
    static AccountView of(Account a) {
      return new AccountView(
          a.name(),
          a.subject(),
          Views.lower(a.kind().name()),
          a.disabled(),
          a.hasPassword(),
          a.oneTimePassword(),
          a.createdAt(),
          a.grants().stream().map(GrantView::of).toList());
    }
  }

  @GET
  @RolesAllowed({Roles.PEOPLE_ADMIN, Roles.AUDITOR})
  public Views.Items<AccountView> list() {
    return new Views.Items<>(accounts.list().stream().map(AccountView::of).toList());
  }

  /**
   * A new account.
   *
   * @param kind {@code person} or {@code service}; a person where it says nothing
   * @param credential {@code token}, or for a person {@code password}: a one-time password to sign
   *     in with; a token where it says nothing
   * @param roles granted with each of the scopes; without a scope nothing is
   */
  public record NewPerson(
      Optional<String> name,
      Optional<String> kind,
      Optional<String> credential,
      Optional<List<String>> roles,
      Optional<List<String>> scopes) {}

  /** What the new account signs in with; it is shown this once. */
  public record Added(
      String name,
      String subject,
      Optional<String> token,
      Optional<Instant> expiresAt,
      Optional<String> oneTimePassword) {}

  @POST
  public Response add(@Nullable NewPerson body, @Context SecurityContext security) {
    NewPerson asked = given(body);
    String by = caller(security).subject();
    boolean service = asked.kind().filter("service"::equals).isPresent();
    boolean password = asked.credential().filter("password"::equals).isPresent();
    if (!service && !asked.kind().orElse("person").equals("person")) {
      return Problem.of(400, "Bad request", "kind must be 'person' or 'service'.");
    }
    if (!password && !asked.credential().orElse("token").equals("token") || password && service) {
      return Problem.of(
          400, "Bad request", "credential must be 'token' or, for a person, 'password'.");
    }
    Account account =
        accounts.add(
            asked.name().orElse(""),
            service ? Account.Kind.SERVICE : Account.Kind.PERSON,
            Grant.of(asked.roles().orElse(List.of()), asked.scopes().orElse(List.of())),
            by);
    return Response.status(201)
        .entity(password ? byPassword(account, by) : byToken(account, by))
        .build();
  }

  private Added byPassword(Account account, String by) {
    return new Added(
        account.name(),
        account.subject(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(accounts.newPassword(account.name(), by)));
  }

  private Added byToken(Account account, String by) {
    Tokens.Fresh fresh =
        tokens.make(account, "first", List.of("*"), Tokens.USUAL_LIFE, by, Tokens.fresh());
    return new Added(
        account.name(),
        account.subject(),
        Optional.of(fresh.secret()),
        Optional.of(fresh.token().expiresAt()),
        Optional.empty());
  }

  /** Each role with each scope. */
  public record Granting(Optional<List<String>> roles, Optional<List<String>> scopes) {
    List<Grant> grants() {
      List<Grant> all = Grant.of(roles.orElse(List.of()), scopes.orElse(List.of()));
      if (all.isEmpty()) {
        throw new jakarta.ws.rs.BadRequestException(
            "Name roles and scopes; '*' as a scope means everything, and none means none.");
      }
      return all;
    }
  }

  @POST
  @Path("/{name}/grant")
  public AccountView grant(
      @PathParam("name") String name, @Nullable Granting body, @Context SecurityContext security) {
    Account account = accounts.find(name);
    return AccountView.of(
        accounts.grant(account.subject(), given(body).grants(), caller(security)));
  }

  @POST
  @Path("/{name}/revoke")
  public AccountView revoke(
      @PathParam("name") String name, @Nullable Granting body, @Context SecurityContext security) {
    Account account = accounts.find(name);
    return AccountView.of(
        accounts.revoke(account.subject(), given(body).grants(), caller(security)));
  }

  /** Shuts an account out at once; its tokens and sessions end. */
  @POST
  @Path("/{name}/disable")
  public AccountView disable(@PathParam("name") String name, @Context SecurityContext security) {
    return AccountView.of(accounts.disable(name, caller(security)));
  }

  @POST
  @Path("/{name}/enable")
  public AccountView enable(@PathParam("name") String name, @Context SecurityContext security) {
    return AccountView.of(accounts.enable(name, caller(security)));
  }

  /** By which other systems know somebody, all of them. */
  public record Names(Optional<List<String>> names) {}

  public record KnownAs(String name, String subject, List<String> names) {}

  /**
   * Sets by which other systems know somebody: who is named in an alert decides nothing about it.
   */
  @POST
  @Path("/{name}/known-as")
  public KnownAs knownAs(
      @PathParam("name") String name, @Nullable Names body, @Context SecurityContext security) {
    Account account = accounts.find(name);
    aliases.set(account, given(body).names().orElse(List.of()), caller(security));
    return new KnownAs(account.name(), account.subject(), aliases.of(account.subject()));
  }

  public record Reset(String name, String oneTimePassword) {}

  /** A one-time password in place of whatever there was; shown this once. */
  @POST
  @Path("/{name}/password")
  public Reset password(@PathParam("name") String name, @Context SecurityContext security) {
    return new Reset(name, accounts.newPassword(name, caller(security).subject()));
  }
}
