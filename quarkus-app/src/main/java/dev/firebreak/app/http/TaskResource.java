package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.response.PlaybookData;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks that playbooks have for people. */
@Path("/api/v1/tasks")
@RolesAllowed(Roles.READER)
@Blocking
public class TaskResource extends Api {
  private final Assembly assembly;

  @Inject
  TaskResource(Assembly assembly) {
    this.assembly = assembly;
  }

  public record TaskView(
      String id,
      String incident,
      String run,
      String node,
      String name,
      String documentation,
      List<String> candidateGroups,
      Instant createdAt,
      Optional<Instant> due) {
    static TaskView of(PlaybookEngine.HumanTask t) {
      return new TaskView(
          t.id(),
          t.incidentId(),
          t.runId(),
          t.nodeId(),
          t.name(),
          t.documentation(),
          t.candidateGroups(),
          t.createdAt(),
          t.due());
    }
  }

  /** Oldest first. */
  @GET
  public Views.Items<TaskView> list() {
    return new Views.Items<>(assembly.people.openTasks().stream().map(TaskView::of).toList());
  }

  /**
   * What a task is completed with: texts, booleans and numbers that the diagram's conditions read.
   */
  public record Completion(Optional<Map<String, Object>> variables) {}

  @POST
  @Path("/{id}/complete")
  @RolesAllowed(Roles.RESPONDER)
  public Response complete(
      @PathParam("id") String id,
      @Nullable Completion completion,
      @Context SecurityContext security) {
    Map<String, Object> variables = given(completion).variables().orElse(Map.of());
    for (Map.Entry<String, Object> v : variables.entrySet()) {
      if (PlaybookData.ROOTS.contains(v.getKey())) {
        return Problem.of(
            400,
            "Bad request",
            "Variable '" + v.getKey() + "' would hide the incident's own; give it another name.");
      }
      boolean plain =
          v.getValue() instanceof String
              || v.getValue() instanceof Boolean
              || v.getValue() instanceof Number;
      if (!plain || !v.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
        return Problem.of(
            400,
            "Bad request",
            "Variable '"
                + shown(v.getKey())
                + "' must be a text, a number or a boolean, and its"
                + " name a word of at most 64 letters, digits and underscores.");
      }
    }
    try {
      return assembly
          .people
          .complete(id, responder(security), variables)
          .map(t -> Response.ok(TaskView.of(t)).build())
          .orElseGet(
              () ->
                  Problem.notFound(
                      "There is no open task '"
                          + shown(id)
                          + "'; it may have been completed already."));
    } catch (IllegalArgumentException missing) {
      return Problem.of(400, "Bad request", "Not completed: " + missing.getMessage() + ".");
    }
  }
}
