package dev.firebreak.app.http;

import dev.firebreak.access.EmergencyKeys;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.EmergencyApprovals;
import dev.firebreak.app.Assembly;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Approving on the host when nobody can sign in. No account opens this door: two keys do, from this
 * machine itself, and never through a proxy.
 */
@Path("/api/v1/emergency/approvals")
@PermitAll
@Blocking
public class EmergencyResource {
  private final EmergencyApprovals emergency;

  @Inject
  EmergencyResource(Assembly assembly) {
    this.emergency = assembly.emergency;
  }

  public record Signature(Optional<String> key, Optional<String> signature) {}

  /**
   * @param at when it was signed, an instant
   */
  public record Reading(Optional<String> at, Optional<List<Signature>> signatures) {}

  /**
   * @param binding of the approval, as it was shown
   * @param digest of the question, as it was shown
   */
  public record Approving(
      Optional<String> binding,
      Optional<String> digest,
      Optional<String> at,
      Optional<String> reason,
      Optional<List<Signature>> signatures) {}

  /**
   * @param question the text whose SHA-256 is the digest
   */
  public record WaitingView(
      String id,
      String topic,
      String target,
      String severity,
      String quorum,
      Instant expiresAt,
      String binding,
      String digest,
      String question) {
    static WaitingView of(EmergencyApprovals.Waiting w) {
      return new WaitingView(
          w.approval().id().toString(),
          w.row().topic(),
          w.row().target().toString(),
          w.approval().severity().key(),
          w.approval().seats().toString(),
          w.approval().expiresAt(),
          w.approval().binding(),
          w.question().sha256(),
          w.question().text());
    }
  }

  /** What waits. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response waiting(@Nullable Reading body, @Context RoutingContext context) {
    if (!isHere(context)) {
      return elsewhere();
    }
    Reading asked = Api.given(body);
    return Response.ok(
            new Views.Items<>(
                emergency.waiting(at(asked.at()), signed(asked.signatures())).stream()
                    .map(WaitingView::of)
                    .toList()))
        .build();
  }

  public record Done(String id, String state) {}

  /** Approves one in place of everybody who would have to. */
  @POST
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response approve(
      @PathParam("id") String id, @Nullable Approving body, @Context RoutingContext context) {
    if (!isHere(context)) {
      return elsewhere();
    }
    return approve(id(id), Api.given(body));
  }

  /** One that is none is signed by nobody, so that the answer is the same as to any forgery. */
  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  private Response approve(UUID id, Approving asked) {
    try {
      Approvals.Approval a =
          emergency.approve(
              new EmergencyApprovals.Signing(
                  id,
                  asked.binding().orElse(""),
                  asked.digest().orElse(""),
                  at(asked.at()),
                  asked.reason().orElse(""),
                  signed(asked.signatures())));
      return Response.ok(new Done(a.id().toString(), Views.lower(a.state()))).build();
    } catch (Approvals.VoteRefused e) {
      return Problem.of(409, "Too late", e.getMessage());
    }
  }

  /** A time that is none is long ago, so that the answer is the same as to any forgery. */
  private static Instant at(Optional<String> text) {
    try {
      return text.map(Instant::parse).orElse(Instant.EPOCH);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static List<EmergencyKeys.Signed> signed(Optional<List<Signature>> signatures) {
    return signatures.orElse(List.of()).stream()
        .limit(10)
        .map(s -> new EmergencyKeys.Signed(s.key().orElse(""), s.signature().orElse("")))
        .toList();
  }

  private static boolean isHere(RoutingContext context) {
    boolean forwarded =
        Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
            .anyMatch(h -> context.request().headers().contains(h));
    String peer = String.valueOf(context.request().connection().remoteAddress().hostAddress());
    try {
      return !forwarded
          && peer.matches("[0-9a-fA-F:.]+")
          && InetAddress.getByName(peer).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Response elsewhere() {
    return Problem.of(
        403, "Not from here", "Emergency keys are used on the host itself, and by no proxy.");
  }
}
