package dev.firebreak.app.http;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.app.Assembly;
import dev.firebreak.intake.Outcome;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where senders deliver alerts. Each source authenticates its own messages. */
@Path("/hooks")
@PermitAll
@Blocking
public class Hooks {
  /** A longer message is refused. */
  public static final int MAX_BODY = 256 * 1024;

  private static final Logger LOG = Logger.getLogger(Hooks.class);

  private final Assembly assembly;

  @Inject
  Hooks(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Takes a message. 202 means: stored on disk, will be worked on. */
  @POST
  @Path("/{source}")
  @Consumes(MediaType.WILDCARD)
  public Response receive(
      @PathParam("source") String source,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      byte[] body) {
    return receive(source, Optional.empty(), headers, request, body);
  }

  /** The same for senders that can only be given a secret address. */
  @POST
  @Path("/{source}/{token}")
  @Consumes(MediaType.WILDCARD)
  public Response receive(
      @PathParam("source") String source,
      @PathParam("token") String token,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      byte[] body) {
    return receive(source, Optional.of(token), headers, request, body);
  }

  /** For senders that first make sure that the address is ours; changes nothing. */
  @GET
  @Path("/{source}")
  public Response greet(
      @PathParam("source") String source,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request) {
    RawMessage greeting = new RawMessage(lowerCase(headers), Optional.empty(), new byte[0]);
    return assembly
        .intake
        .greet(source, greeting, ShownCertificates.of(request))
        .map(reply -> Response.ok(reply).type(MediaType.APPLICATION_JSON_TYPE).build())
        .orElseGet(() -> Response.status(401).build());
  }

  private Response receive(
      String source,
      Optional<String> token,
      HttpHeaders headers,
      HttpServerRequest request,
      byte[] body) {
    if (body.length > MAX_BODY) {
      return Problem.of(
          413,
          "Too large",
          "The body has "
              + body.length
              + " bytes; at most "
              + MAX_BODY
              + " are taken. Send fewer"
              + " alerts at once, or less evidence.");
    }
    if (headers.getHeaderString("Content-Encoding") != null) {
      return Problem.of(
          415, "Unsupported media type", "Compressed bodies are not taken; send it plain.");
    }
    try {
      return answer(
          assembly.intake.receive(
              source,
              new RawMessage(lowerCase(headers), token, body),
              ShownCertificates.of(request)));
    } catch (RuntimeException e) {
      LOG.errorf(e, "a message for source %s could not be stored", source);
      return Problem.builder(
              503,
              "Not stored",
              "The alert could not be stored right now and was not accepted. Send it again.",
              Optional.empty())
          .header("Retry-After", "2")
          .build();
    }
  }

  private static Map<String, List<String>> lowerCase(HttpHeaders headers) {
    Map<String, List<String>> all = new HashMap<>();
    headers
        .getRequestHeaders()
        .forEach((k, v) -> all.put(k.toLowerCase(Locale.ROOT), List.copyOf(v)));
    return all;
  }

  private static Response answer(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted a) {
      return Response.status(202)
          .entity(
              Map.of(
                  "message",
                  a.message().toString(),
                  "accepted",
                  a.alerts().stream().map(id -> Map.of("alert", id.toString())).toList()))
          .type(MediaType.APPLICATION_JSON_TYPE)
          .build();
    } else if (outcome instanceof Outcome.SeenBefore) {
      return Response.ok(Map.of("status", "seen-before", "accepted", List.of()))
          .type(MediaType.APPLICATION_JSON_TYPE)
          .build();
    } else if (outcome instanceof Outcome.Shaken s) {
      Object reply =
          s.reply().<Object>map(r -> r).orElse(Map.of("status", "handshake", "detail", s.what()));
      return Response.ok(reply).type(MediaType.APPLICATION_JSON_TYPE).build();
    } else if (outcome instanceof Outcome.Replayed r) {
      return Problem.of(
          409,
          "Replayed",
          "Message id '"
              + r.messageId()
              + "' was used before for other content. Give each message an"
              + " id of its own.");
    } else if (outcome instanceof Outcome.KeptAside k) {
      return Problem.builder(
              422,
              "Unusable alert",
              k.reason()
                  + " The message is kept aside as "
                  + k.message()
                  + " and can be sent again from there.",
              Optional.of(k.pointer()))
          .build();
    } else if (outcome instanceof Outcome.WrongType w) {
      return Problem.of(
          415, "Unsupported media type", "Content-Type must be one of " + w.accepted() + ".");
    } else if (outcome instanceof Outcome.Busy b) {
      return Problem.builder(
              429,
              "Too many alerts",
              "Too many alerts wait to be worked on. Send it again after the time in"
                  + " Retry-After.",
              Optional.empty())
          .header("Retry-After", Long.toString(b.retryAfter().toSeconds()))
          .build();
    } else if (outcome instanceof Outcome.Undecided u) {
      return Problem.builder(
              503,
              "Not checked",
              "The sender could not be checked right now and the message was not accepted. Send it"
                  + " again after the time in Retry-After.",
              Optional.empty())
          .header("Retry-After", Long.toString(u.retryAfter().toSeconds()))
          .build();
    }
    return Response.status(401).build();
  }
}
