package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseRecorder;
import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns past incidents into cases of their playbook. */
@Path("/api/v1/incidents")
@RolesAllowed(Roles.RESPONDER)
@Blocking
public class RecordResource extends Api {
  private final Assembly assembly;
  private final CaseRecorder recorder;
  private final CaseRunner runner;

  @Inject
  RecordResource(Assembly assembly, CaseRecorder recorder, CaseRunner runner) {
    this.assembly = assembly;
    this.recorder = recorder;
    this.runner = runner;
  }

  /**
   * @param name of the case; made of the incident's id where absent
   */
  public record Wanted(Optional<String> name) {}

  /**
   * A case's files, played once already.
   *
   * @param verdict passed, or failed with the problems
   * @param masked how many values have a placeholder
   * @param left what the case cannot hold, or where its play went another way than the incident
   */
  public record RecordedView(
      String playbook,
      String name,
      JsonNode alert,
      JsonNode script,
      String trace,
      String verdict,
      List<String> problems,
      int masked,
      List<String> left) {}

  /** Makes a case of an incident whose run has ended; people, addresses and secrets are masked. */
  @POST
  @Path("/{id}/case")
  public Response record(
      @PathParam("id") String id, @Nullable Wanted body, @Context SecurityContext security) {
    String name =
        given(body).name().orElse("incident-" + id.substring(0, Math.min(8, id.length())));
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      return Problem.of(
          400, "Bad request", "A case's name is lower-case letters, digits and hyphens.");
    }
    return withId(id, "incident", i -> record(i, name, responder(security)));
  }

  private Optional<?> record(UUID incident, String name, String by) {
    try {
      Optional<CaseRecorder.Recorded> recorded = recorder.record(incident, true);
      if (recorded.isEmpty()) {
        return Optional.empty();
      }
      RecordedView view = played(recorded.get(), name);
      assembly.audit.record(
          by,
          "case.recorded",
          Optional.of(incident),
          Map.of("playbook", view.playbook(), "case", name));
      return Optional.of(view);
    } catch (CaseUnusable e) {
      return Optional.of(Problem.of(409, "Cannot be recorded", e.getMessage() + "."));
    } catch (CaseRunner.Busy e) {
      return Optional.of(Problem.of(503, "Busy", e.getMessage() + "."));
    }
  }

  /** The first play gives the trace, the second has to give the same one. */
  private RecordedView played(CaseRecorder.Recorded r, String name) throws CaseUnusable {
    byte[] bpmn =
        assembly
            .database
            .inTransaction(h -> assembly.engine.bpmn(r.versionId()))
            .orElseThrow(() -> new CaseUnusable("the version that ran is not kept any more"));
    Case unread = r.toCase(name);
    CaseResult first = one(runner.run(r.playbook(), bpmn, List.of(unread)));
    CaseResult second =
        first.verdict() == CaseResult.Verdict.FAILED
            ? first
            : one(runner.run(r.playbook(), bpmn, List.of(unread.expecting(first.trace()))));
    List<String> left = new ArrayList<>(r.left());
    parted(r.nodes(), second.nodes(), left);
    return new RecordedView(
        r.playbook(),
        name,
        r.alert(),
        r.script(),
        first.trace(),
        Views.lower(second.verdict().name()),
        second.problems(),
        r.masked(),
        left);
  }

  private static CaseResult one(CaseReport report) throws CaseUnusable {
    if (!report.findings().isEmpty()) {
      throw new CaseUnusable("the version that ran is refused now: " + report.findings().get(0));
    }
    return report.cases().get(0);
  }

  private static void parted(Set<String> real, List<String> played, List<String> left) {
    Set<String> only = new LinkedHashSet<>(real);
    only.removeAll(played);
    only.removeIf(n -> n.contains("/")); // Of a called playbook.
    if (!only.isEmpty()) {
      left.add("the incident also passed " + only + ", which the case does not (timers, perhaps)");
    }
    Set<String> more = new LinkedHashSet<>(played);
    more.removeAll(real);
    if (!more.isEmpty()) {
      left.add("the case passes " + more + ", which the incident did not");
    }
  }
}
