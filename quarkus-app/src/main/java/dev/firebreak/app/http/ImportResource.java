package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.connector.Field;
import dev.firebreak.engine.PlaybookRefused.Finding;
import dev.firebreak.imports.BpmnImport;
import dev.firebreak.imports.CacaoExport;
import dev.firebreak.imports.CacaoImport;
import dev.firebreak.imports.ImportRefused;
import dev.firebreak.imports.TaskMapping;
import dev.firebreak.imports.TaskProposals.Offered;
import dev.firebreak.playbook.Kind;
import dev.firebreak.playbook.Version;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Playbooks from elsewhere and for elsewhere. Nothing is deployed: the answer is a file, which goes
 * the way of every other draft.
 */
@Path("/api/v1/playbooks")
@RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
@Blocking
public class ImportResource extends Api {
  private final Assembly assembly;
  private final CaseRunner runner;

  @Inject
  ImportResource(Assembly assembly, CaseRunner runner) {
    this.assembly = assembly;
    this.runner = runner;
  }

  /**
   * A file of another format.
   *
   * @param name of the playbook; made of its title where absent
   * @param cacao a CACAO 2.0 playbook
   * @param xml or BPMN whose tasks have no actions yet
   */
  public record Given(Optional<String> name, Optional<JsonNode> cacao, Optional<String> xml) {}

  /**
   * A draft.
   *
   * @param left what was not carried over, a sentence each
   * @param tasks tasks without an action, with proposals
   * @param findings what the gate would still refuse
   */
  public record ImportedView(
      String name,
      String xml,
      List<String> left,
      List<TaskMapping.Unmapped> tasks,
      List<Finding> findings) {}

  private List<Offered> offered() {
    return assembly.connectors.all().stream()
        .flatMap(
            c ->
                c.actions().stream()
                    .map(
                        a ->
                            new Offered(
                                c.name() + "." + a.name(),
                                a.description(),
                                a.fields().stream()
                                    .filter(Field::required)
                                    .map(Field::name)
                                    .toList())))
        .toList();
  }

  /** Makes a draft of a CACAO playbook, or says what a BPMN drawn elsewhere needs. */
  @POST
  @Path("/import")
  public Response read(@Nullable Given body) {
    Given given = given(body);
    try {
      if (said(given.cacao()).isPresent()) {
        CacaoImport.Imported made =
            CacaoImport.read(said(given.cacao()).orElseThrow(), given.name(), offered());
        return Response.ok(view(made.name(), made.bpmn(), made.left())).build();
      }
      if (given.xml().isPresent() && given.name().isPresent()) {
        String name = given.name().get();
        byte[] bpmn = given.xml().get().getBytes(StandardCharsets.UTF_8);
        BpmnImport.Imported made = BpmnImport.read(bpmn, name);
        return Response.ok(view(name, made.bpmn(), made.left())).build();
      }
      return Problem.of(
          400, "Bad request", "Send a CACAO playbook as cacao, or BPMN as xml with a name.");
    } catch (ImportRefused e) {
      return refused(e);
    } catch (CaseUnusable e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    }
  }

  private ImportedView view(String name, byte[] bpmn, List<String> left)
      throws ImportRefused, CaseUnusable {
    return new ImportedView(
        name,
        new String(bpmn, StandardCharsets.UTF_8),
        left,
        TaskMapping.unmapped(bpmn, offered()),
        runner.run(name, bpmn, List.of()).findings());
  }

  private static Response refused(ImportRefused e) {
    return Problem.of(422, "File refused", String.join("; ", e.problems()) + ".");
  }

  /**
   * Choices for tasks without an action.
   *
   * @param choices by the task's id
   */
  public record Mapping(Optional<String> xml, Optional<Map<String, TaskMapping.Choice>> choices) {}

  /** Writes the chosen actions and the playbook's name into a BPMN file. */
  @POST
  @Path("/{name}/mapping")
  public Response map(@PathParam("name") String name, @Nullable Mapping body) {
    Mapping mapping = given(body);
    if (mapping.xml().isEmpty() || mapping.choices().isEmpty()) {
      return Problem.of(
          400, "Bad request", "Send the BPMN as xml, and choices by the ids of its tasks.");
    }
    try {
      byte[] mapped =
          TaskMapping.apply(
              mapping.xml().get().getBytes(StandardCharsets.UTF_8), mapping.choices().get());
      // The name may have been chosen anew since the file was read.
      BpmnImport.Imported made = BpmnImport.read(mapped, name);
      return Response.ok(view(name, made.bpmn(), made.left())).build();
    } catch (ImportRefused e) {
      return refused(e);
    } catch (CaseUnusable e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    }
  }

  /**
   * A playbook in CACAO 2.0.
   *
   * @param left what was not carried over, a sentence each
   */
  public record ExportedView(JsonNode cacao, List<String> left) {}

  /** A version as CACAO 2.0: a number, or {@code live}. */
  @GET
  @Path("/{name}/versions/{v}/cacao")
  public Response write(@PathParam("name") String name, @PathParam("v") String v) {
    Optional<Version> version =
        Kind.of(name) == Kind.BPMN ? assembly.playbooks.version(name, v) : Optional.empty();
    if (version.isEmpty()) {
      return Problem.notFound(
          "There is no version '" + shown(v) + "' of a playbook '" + shown(name) + "'.");
    }
    try {
      CacaoExport.Exported made = CacaoExport.write(name, version.get().content(), Instant.now());
      return Response.ok(new ExportedView(made.playbook(), made.left())).build();
    } catch (ImportRefused e) {
      return refused(e);
    }
  }
}
