package dev.firebreak.app.http;

import dev.firebreak.alert.Severity;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.intake.Messages;
import dev.firebreak.intake.Outcome;
import dev.firebreak.response.Explanations;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What sources sent, what became of it, and working on one message once more. */
@Path("/api/v1/messages")
@RolesAllowed(Roles.READER)
@Blocking
public class MessageResource extends Api {
  private final Assembly assembly;
  private final Messages messages;
  private final Explanations explanations;

  @Inject
  MessageResource(Assembly assembly) {
    this.assembly = assembly;
    this.messages = new Messages(assembly.database);
    this.explanations = new Explanations(messages, assembly.incidents);
  }

  /** One alert of a message. */
  public record FateView(
      String alert,
      String uid,
      String title,
      String rule,
      String severity,
      String state,
      Optional<UUID> incident,
      Optional<String> note) {
    static FateView of(Messages.Fate f) {
      return new FateView(
          f.alert().toString(),
          f.uid(),
          f.title(),
          f.rule(),
          Severity.ofOcsf(f.severity()).key(),
          Views.lower(f.state()),
          f.incident(),
          f.note());
    }
  }

  /** A message without its bytes. */
  public record MessageView(
      String id,
      String source,
      Optional<String> messageId,
      Instant receivedAt,
      String state,
      Optional<String> reason,
      Optional<String> pointer,
      Optional<UUID> replayOf,
      Optional<String> replayedBy,
      long size,
      List<FateView> alerts) {
    static MessageView of(Messages.Summary m) {
      return new MessageView(
          m.id().toString(),
          m.source(),
          m.messageId(),
          m.receivedAt(),
          Views.lower(m.state()).replace('_', '-'),
          m.reason(),
          m.pointer(),
          m.replayOf(),
          m.replayedBy(),
          m.size(),
          m.alerts().stream().map(FateView::of).toList());
    }
  }

  /** The newest messages, also those that opened nothing. */
  @GET
  public Views.Items<MessageView> newest(
      @QueryParam("source") Optional<String> source,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    return new Views.Items<>(
        messages.newest(source, bounded(limit)).stream().map(MessageView::of).toList());
  }

  /** What a message says, as text: it is whatever somebody outside wrote. */
  @GET
  @Path("/{id}/payload")
  @RolesAllowed({Roles.RESPONDER, Roles.AUDITOR})
  public Response payload(@PathParam("id") String id) {
    return withId(id, "message", messages::payload);
  }

  /** Why it did, or did not, become an incident. */
  @GET
  @Path("/{id}/explanation")
  public Response explanation(@PathParam("id") String id) {
    return withId(id, "message", i -> explanations.of(i).map(Views.Items::new));
  }

  /**
   * @param reason goes into the audit trail
   */
  public record Why(Optional<String> reason) {}

  /**
   * Works once more on a message, for real: it is stored anew as the caller's replay and may open
   * an incident and run a playbook. Who replays has no vote on what follows.
   */
  @POST
  @Path("/{id}/replay")
  @RolesAllowed(Roles.RESPONDER)
  public Response replay(
      @PathParam("id") String id, @Nullable Why body, @Context SecurityContext security) {
    String by = responder(security);
    String reason = given(body).reason().orElse("").strip();
    if (reason.isEmpty()) {
      return Problem.of(400, "Bad request", "Say why: reason goes into the audit trail.");
    }
    return withId(
        id, "message", i -> assembly.intake.replay(i, by, reason).map(MessageResource::answer));
  }

  private static Response answer(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted a) {
      return Response.accepted(Map.of("message", a.message(), "alerts", a.alerts())).build();
    } else if (outcome instanceof Outcome.KeptAside k) {
      return Problem.builder(
              409, "Cannot be replayed", sentence(k.reason()), Optional.of(k.pointer()))
          .build();
    }
    return Problem.of(
        429, "Too many alerts", "Too many alerts wait to be worked on. Try again in a moment.");
  }

  private static String sentence(String reason) {
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}
