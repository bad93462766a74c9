package dev.firebreak.app.http;

import dev.firebreak.access.Caller;
import dev.firebreak.action.Policy;
import dev.firebreak.action.Rehearsals;
import dev.firebreak.alert.Severity;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Preview;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Actions asked for by hand: rehearsed, or requested for an incident. */
@Path("/api/v1/actions")
@RolesAllowed(Roles.READER)
@Blocking
public class ActionResource extends Api {
  private final Assembly assembly;

  @Inject
  ActionResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /**
   * @param mode {@code rehearse}: says what would happen and changes nothing; {@code run}: requests
   *     it, for which incident and reason are needed
   */
  public record Asked(
      Optional<String> mode,
      Optional<String> topic,
      Optional<Map<String, Object>> inputs,
      Optional<String> incident,
      Optional<String> reason) {}

  /** Who would have to agree. */
  public record RulingView(String verdict, int approvals, String rule, String reason) {
    static RulingView of(Policy.Ruling r) {
      return new RulingView(Views.lower(r.verdict().name()), r.needed(), r.rule(), r.reason());
    }
  }

  /** The blast radius. */
  public record RehearsalView(
      String topic, String sentence, long affected, List<String> targets, RulingView policy) {
    static RehearsalView of(String topic, Rehearsals.Rehearsed r) {
      Preview p = r.preview();
      return new RehearsalView(
          topic,
          p.sentence(),
          p.affected(),
          p.targets().stream().map(Object::toString).toList(),
          RulingView.of(r.ruling()));
    }
  }

  @POST
  @RolesAllowed(Roles.RESPONDER)
  public Response ask(@Nullable Asked body, @Context SecurityContext security) {
    Asked asked = given(body);
    String topic = asked.topic().orElse("");
    Map<String, Object> inputs = asked.inputs().orElse(Map.of());
    return switch (asked.mode().orElse("")) {
      case "rehearse" -> rehearse(topic, inputs, asked.incident(), caller(security));
      case "run" -> run(topic, inputs, asked, caller(security));
      default ->
          Problem.of(400, "Bad request", "mode must be 'rehearse' or 'run'; it has no default.");
    };
  }

  private Response rehearse(
      String topic, Map<String, Object> inputs, Optional<String> incident, Caller by) {
    try {
      return assembly
          .rehearsals
          .rehearse(topic, inputs, incident.orElse("rehearsal"), Severity.CRITICAL, by)
          .map(r -> Response.ok(RehearsalView.of(topic, r)).build())
          .orElseGet(() -> unknown(topic));
    } catch (ActionFailure e) {
      int status = e.kind() == ActionFailure.Kind.BAD_INPUT ? 400 : 502;
      return Problem.of(status, "Cannot be rehearsed", e.getMessage());
    }
  }

  private Response run(String topic, Map<String, Object> inputs, Asked asked, Caller by) {
    String reason = asked.reason().orElse("").strip();
    if (reason.isEmpty()) {
      return Problem.of(400, "Bad request", "Say why: reason goes into the audit trail.");
    }
    if (!assembly.connectors.knows(topic)) {
      return unknown(topic);
    }
    return withId(
        asked.incident().orElse(""),
        "incident",
        id ->
            assembly
                .manual
                .request(id, topic, inputs, by, reason)
                .map(r -> Response.accepted(Views.ActionView.of(r)).build()));
  }

  private static Response unknown(String topic) {
    return Problem.notFound(
        "No configured connector offers '" + shown(topic) + "'; see /api/v1/connectors.");
  }

  /** One action. */
  @GET
  @Path("/{id}")
  public Response action(@PathParam("id") String id) {
    return assembly
        .actions
        .find(id)
        .map(r -> Response.ok(Views.ActionView.of(r)).build())
        .orElseGet(() -> Problem.notFound("There is no action '" + shown(id) + "'."));
  }

  /** Tries a failed or unresolved action again whose playbook still waits for it. */
  @POST
  @Path("/{id}/retry")
  @RolesAllowed(Roles.RESPONDER)
  public Response retry(@PathParam("id") String id, @Context SecurityContext security) {
    return assembly
        .people
        .retry(id, caller(security))
        .map(r -> Response.accepted(Views.ActionView.of(r)).build())
        .orElseGet(
            () ->
                Problem.of(
                    409,
                    "Nothing to try again",
                    "Action '"
                        + shown(id)
                        + "' is not one that failed and whose playbook waits for it."));
  }
}
