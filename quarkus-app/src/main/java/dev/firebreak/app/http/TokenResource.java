package dev.firebreak.app.http;

import dev.firebreak.access.Account;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
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
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens: everybody's own, and those of service accounts for who looks after accounts. Nobody makes
 * one for another person.
 */
@Path("/api/v1/tokens")
@RolesAllowed(Roles.MEMBER)
@Blocking
public class TokenResource extends Api {
  private final Assembly assembly;

  @Inject
  TokenResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** The caller's; all of them for people-admins and auditors. */
  @GET
  public Views.Items<Tokens.Token> list(@Context SecurityContext security) {
    Caller by = caller(security);
    boolean all = by.has(Role.PEOPLE_ADMIN) || by.has(Role.AUDITOR);
    return new Views.Items<>(
        assembly.access.tokens().list().stream()
            .filter(t -> all || t.subject().equals(by.subject()))
            .toList());
  }

  /**
   * @param account a service account; the caller's own where it says nothing
   * @param roles those of the account's that it carries, {@code *} for all of them
   * @param life as ISO 8601 duration, at most P366D; P90D where it says nothing
   */
  public record NewToken(
      Optional<String> account,
      Optional<String> label,
      Optional<List<String>> roles,
      Optional<String> life) {}

  /** With the secret, which is shown this once. */
  public record Made(String id, String subject, Instant expiresAt, String token) {}

  @POST
  public Response make(@Nullable NewToken body, @Context SecurityContext security) {
    NewToken asked = given(body);
    Caller by = caller(security);
    Account account = assembly.access.accounts().find(asked.account().orElse(by.subject()));
    if (!isManagedBy(account, by)) {
      return Problem.of(
          403,
          "Not yours to do",
          "You can make tokens for yourself, and as people-admin for service accounts.");
    }
    try {
      Duration life = asked.life().map(Duration::parse).orElse(Tokens.USUAL_LIFE);
      Tokens.Fresh fresh =
          assembly
              .access
              .tokens()
              .make(account, asked.label().orElse(""), asked.roles().orElse(List.of()), life, by);
      Tokens.Token t = fresh.token();
      return Response.status(201)
          .entity(new Made(t.id(), t.subject(), t.expiresAt(), fresh.secret()))
          .build();
    } catch (DateTimeParseException e) {
      return Problem.of(400, "Bad request", "life must be a duration such as P90D or PT1H.");
    }
  }

  @POST
  @Path("/{id}/revoke")
  public Response revoke(@PathParam("id") String id, @Context SecurityContext security) {
    Caller by = caller(security);
    Tokens.Token token = assembly.access.tokens().find(id);
    if (!token.subject().equals(by.subject()) && !by.has(Role.PEOPLE_ADMIN)) {
      return Problem.notFound("There is no token '" + shown(id) + "' of yours.");
    }
    return Response.ok(assembly.access.tokens().revoke(id, by.subject())).build();
  }

  private static boolean isManagedBy(Account account, Caller by) {
    return account.subject().equals(by.subject())
        || account.kind() == Account.Kind.SERVICE && by.has(Role.PEOPLE_ADMIN);
  }
}
