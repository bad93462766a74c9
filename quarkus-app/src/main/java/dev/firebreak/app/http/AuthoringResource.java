package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseStages;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.cases.Diagram;
import dev.firebreak.cases.StepData;
import dev.firebreak.engine.ExpressionPreview;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What helps an author while he writes: what can be read at a step, and what an expression yields.
 * Who may not read incidents is shown cases only.
 */
@Path("/api/v1/playbooks")
@RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
@Blocking
public class AuthoringResource extends Api {
  private final Assembly assembly;
  private final StepData data;
  private final CaseStages.Maker maker;
  private final java.nio.file.Path playbooks;

  @Inject
  AuthoringResource(
      Assembly assembly, StepData data, CaseStages.Maker maker, FirebreakConfig config) {
    this.assembly = assembly;
    this.data = data;
    this.maker = maker;
    this.playbooks = java.nio.file.Path.of(config.playbooks().dir()).toAbsolutePath().normalize();
  }

  /**
   * @param element id in the diagram
   * @param xml the file on screen; else the one in force
   * @param incident whose data are the samples; else the newest run, or a case
   */
  public record Where(String element, Optional<String> xml, Optional<String> incident) {}

  /**
   * @param from where the samples come from: {@code incident}, {@code run}, or {@code case} and its
   *     name
   */
  public record DataView(String element, String from, List<StepData.Item> items) {}

  /** What can be read at a step, with samples of the newest run or case. */
  @POST
  @Path("/{name}/data")
  public Response data(
      @PathParam("name") String name, @Nullable Where body, @Context SecurityContext security) {
    Where where = given(body);
    Optional<byte[]> bpmn = bpmn(name, where.xml());
    if (bpmn.isEmpty()) {
      return Problem.notFound(
          "There is no playbook '" + shown(name) + "' in force; send its file as xml.");
    }
    try {
      Diagram diagram = Diagram.read(bpmn.get());
      if (!diagram.nodes().containsKey(where.element())) {
        return Problem.notFound(
            "There is no element '" + shown(where.element()) + "' in the playbook.");
      }
      Optional<Held> found = held(name, where, security.isUserInRole(Roles.READER));
      if (found.isEmpty()) {
        return Problem.notFound(
            "There is no such incident with a run, or you may not read it; leave incident out, or"
                + " name another.");
      }
      Held held = found.get();
      return Response.ok(
              new DataView(
                  where.element(),
                  held.from(),
                  StepData.at(where.element(), diagram, held.data(), maker.offers())))
          .build();
    } catch (CaseUnusable e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    }
  }

  private record Held(String from, Map<String, Object> data) {}

  private Optional<Held> held(String name, Where where, boolean reader) throws CaseUnusable {
    if (where.incident().isEmpty()) {
      return Optional.of(held(name, reader));
    }
    return reader
        ? incident(where.incident().get()).map(d -> new Held("incident", d))
        : Optional.empty();
  }

  private Held held(String name, boolean reader) throws CaseUnusable {
    Optional<Map<String, Object>> run = reader ? data.ofNewestRun(name) : Optional.empty();
    if (run.isPresent()) {
      return new Held("run", run.get());
    }
    Optional<Case> one = cases(name).stream().findFirst();
    return new Held(
        one.map(c -> "case " + c.name()).orElse("nothing recorded"),
        one.map(c -> StepData.ofCase(name, c)).orElse(Map.of()));
  }

  private List<Case> cases(String name) throws CaseUnusable {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]{0,63}")
        ? CaseFiles.ofPlaybook(playbooks.resolve(name))
        : List.of();
  }

  private Optional<byte[]> bpmn(String name, Optional<String> xml) {
    return xml.map(x -> x.getBytes(StandardCharsets.UTF_8))
        .or(
            () ->
                assembly
                    .playbooks
                    .inForce(name)
                    .map(PlaybookVersion::versionId)
                    .flatMap(id -> assembly.database.inTransaction(h -> assembly.engine.bpmn(id))));
  }

  /**
   * What to evaluate, and on what: an incident, a case beside the playbook, or an alert given here.
   *
   * @param variables values of the run, over those that are recorded
   */
  public record Preview(
      Optional<String> expression,
      Optional<String> incident,
      Optional<String> caseName,
      Optional<JsonNode> alert,
      Optional<Map<String, Object>> variables) {}

  /**
   * @param type of the value, in a word
   */
  public record PreviewView(
      Optional<Object> value, Optional<String> type, Optional<String> problem) {}

  /** What an expression yields on recorded data; evaluated as in a run, and nothing is kept. */
  @POST
  @Path("/{name}/preview")
  public Response preview(
      @PathParam("name") String name, @Nullable Preview body, @Context SecurityContext security) {
    Preview asked = given(body);
    if (asked.expression().isEmpty()) {
      return Problem.of(400, "Bad request", "Send an expression, for example ${count.wallet}.");
    }
    try {
      Optional<Map<String, Object>> on = on(name, asked, security.isUserInRole(Roles.READER));
      if (on.isEmpty()) {
        return Problem.notFound(
            "There is no such incident with a run, or case, or you may not read it; name another"
                + " with incident or caseName, or send an alert.");
      }
      Map<String, Object> roots = new HashMap<>(on.get());
      asked.variables().ifPresent(roots::putAll);
      ExpressionPreview.Previewed p = ExpressionPreview.of(asked.expression().get(), roots);
      return Response.ok(new PreviewView(p.value(), p.value().map(StepData::type), p.problem()))
          .build();
    } catch (CaseUnusable e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    }
  }

  private Optional<Map<String, Object>> on(String name, Preview asked, boolean reader)
      throws CaseUnusable {
    if (said(asked.alert()).isPresent()) {
      Case one =
          CaseFiles.of(
              "given",
              "the alert",
              said(asked.alert()).orElseThrow(),
              JsonNodeFactory.instance.objectNode(),
              Optional.empty());
      return Optional.of(StepData.ofCase(name, one));
    }
    if (asked.incident().isPresent()) {
      return reader ? incident(asked.incident().get()) : Optional.empty();
    }
    if (asked.caseName().isPresent()) {
      String wanted = asked.caseName().get();
      return cases(name).stream()
          .filter(c -> c.name().equals(wanted))
          .findFirst()
          .map(c -> StepData.ofCase(name, c));
    }
    return Optional.of(held(name, reader).data());
  }

  private Optional<Map<String, Object>> incident(String id) {
    try {
      return data.ofIncident(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
