package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cases of playbooks, played without effect. */
@Path("/api/v1/playbooks")
@RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
@Blocking
public class CaseResource extends Api {
  private static final int MOST_CASES = 200;

  private final Assembly assembly;
  private final CaseRunner runner;

  @Inject
  CaseResource(Assembly assembly, CaseRunner runner) {
    this.assembly = assembly;
    this.runner = runner;
  }

  /**
   * What to test.
   *
   * @param xml the file; else the version of {@code versionId}; else the one in force
   * @param cases to play instead of those beside the playbook
   */
  public record Test(
      Optional<String> xml, Optional<String> versionId, Optional<List<CaseText>> cases) {}

  /** A case's files. */
  public record CaseText(
      String name, JsonNode alert, Optional<JsonNode> script, Optional<String> trace) {}

  /**
   * How one case went.
   *
   * @param difference lines of a unified diff, from the trace to what happened
   * @param nodes ids of the elements passed
   * @param flows ids of the arrows taken
   */
  public record CaseView(
      String name,
      String verdict,
      List<String> problems,
      String trace,
      List<String> difference,
      List<String> nodes,
      List<String> flows,
      List<CaseResult.Asked> asked,
      long millis) {
    static CaseView of(CaseResult c) {
      return new CaseView(
          c.name(),
          Views.lower(c.verdict().name()),
          c.problems(),
          c.trace(),
          CaseRunner.difference(c),
          c.nodes(),
          c.flows(),
          c.asked(),
          c.millis());
    }
  }

  /** Which cases passed each element and took each arrow of the diagram, by its id. */
  public record Coverage(
      Map<String, List<String>> nodes, Map<String, List<String>> flows, List<String> missed) {}

  /** How all cases went. */
  public record TestView(
      String playbook,
      boolean passed,
      List<String> problems,
      List<PlaybookRefused.Finding> findings,
      List<CaseView> cases,
      Coverage coverage) {
    static TestView of(CaseReport r) {
      return new TestView(
          r.playbook(),
          r.passed(),
          r.problems(),
          r.findings(),
          r.cases().stream().map(CaseView::of).toList(),
          new Coverage(r.nodes(), r.flows(), r.missed()));
    }
  }

  /** Plays the cases of a playbook against a file of it; takes seconds. */
  @POST
  @Path("/{name}/test")
  public Response test(@PathParam("name") String name, @Nullable Test body) {
    Test test = given(body);
    Optional<byte[]> bpmn = bpmn(name, test);
    if (bpmn.isEmpty()) {
      return Problem.notFound(
          "There is no playbook '" + shown(name) + "' in force; send its file as xml.");
    }
    try {
      CaseReport report =
          test.cases().isPresent()
              ? runner.run(name, bpmn.get(), cases(test.cases().get()))
              : runner.run(name, bpmn.get());
      return Response.ok(TestView.of(report)).build();
    } catch (CaseUnusable e) {
      return Problem.of(400, "Case cannot be played", e.getMessage() + ".");
    } catch (CaseRunner.Busy e) {
      return Problem.of(503, "Busy", e.getMessage() + ".");
    }
  }

  private Optional<byte[]> bpmn(String name, Test test) {
    if (test.xml().isPresent()) {
      return test.xml().map(x -> x.getBytes(StandardCharsets.UTF_8));
    }
    return test.versionId()
        .or(() -> assembly.playbooks.inForce(name).map(PlaybookVersion::versionId))
        .flatMap(id -> assembly.database.inTransaction(h -> assembly.engine.bpmn(id)));
  }

  private static List<Case> cases(List<CaseText> given) throws CaseUnusable {
    if (given.size() > MOST_CASES) {
      throw new CaseUnusable("at most " + MOST_CASES + " cases at once");
    }
    List<Case> all = new ArrayList<>();
    for (CaseText c : given) {
      all.add(
          CaseFiles.of(
              c.name(),
              "case " + shown(c.name()),
              c.alert(),
              said(c.script()).orElse(JsonNodeFactory.instance.objectNode()),
              c.trace()));
    }
    return all;
  }
}
