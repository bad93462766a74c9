package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.access.AccessRefused;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.playbook.LifeCycle;
import dev.firebreak.playbook.NotDone;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.ManualRuns;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/**
 * What the desktop Camunda Modeler asks of Camunda 7's REST API
 * (https://docs.camunda.org/rest/camunda-bpm-platform/7.24/) when its deploy and start buttons are
 * pressed. A deployment hands a version in; it is in force when somebody else has released it, or
 * at once, when a releaser deploys the very bytes that an author has handed in.
 */
@Path("/engine-rest")
@RolesAllowed({Roles.AUTHOR, Roles.RELEASER, Roles.RESPONDER})
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class ModelerResource extends Api {
  private final Assembly assembly;

  @Inject
  ModelerResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** The version whose REST API this is; the modeler warns about others. */
  @GET
  @Path("/version")
  public Map<String, String> version() {
    return Map.of("version", "7.24.0");
  }

  /**
   * Asked with {@code maxResults=0}, to see whether there is an engine and the password is right.
   */
  @GET
  @Path("/deployment")
  public List<String> deployments() {
    return List.of();
  }

  /** Takes any number of files; every part that has a file name is one. */
  @POST
  @Path("/deployment/create")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
  public Response deploy(
      @RestForm("deployment-name") Optional<String> name,
      @RestForm(FileUpload.ALL) List<FileUpload> files,
      @Context SecurityContext security)
      throws IOException {
    Caller by = caller(security);
    List<FileUpload> diagrams = files.stream().filter(ModelerResource::isDiagram).toList();
    if (diagrams.isEmpty() || diagrams.size() != files.size()) {
      return ModelerWire.error(
          400,
          "InvalidRequestException",
          "Only playbooks (.bpmn) and the tables triage.dmn and policy.dmn are taken; there are no"
              + " forms and no attachments here.");
    }
    List<ModelerWire.Deployed> deployed = new ArrayList<>();
    for (FileUpload file : diagrams) {
      try {
        deployed.add(deployed(file, by));
      } catch (NotDone e) {
        return ModelerWire.refused(file.fileName(), e);
      } catch (AccessRefused e) {
        return ModelerWire.error(403, "AuthorizationException", e.getMessage());
      }
    }
    return ModelerWire.deployment(name.orElse("Camunda Modeler"), deployed);
  }

  private static boolean isDiagram(FileUpload file) {
    return file.fileName() != null && file.fileName().matches(".*\\.(bpmn|dmn)");
  }

  private ModelerWire.Deployed deployed(FileUpload file, Caller by) throws IOException {
    byte[] content = Files.readAllBytes(file.uploadedFile());
    String name = ModelerWire.name(file.fileName(), content);
    LifeCycle lifeCycle = assembly.playbooks.lifeCycle;
    Optional<Version> live = lifeCycle.live(name);
    Optional<Version> waiting = lifeCycle.waiting(name, content);
    Version version;
    if (live.filter(v -> java.util.Arrays.equals(v.content(), content)).isPresent()) {
      version = live.get();
    } else if (waiting.isPresent() && by.has(Role.RELEASER) && mayRelease(waiting.get(), by)) {
      version =
          lifeCycle.release(
              name,
              waiting.get().version(),
              new LifeCycle.Consent("from the modeler", Optional.empty(), Optional.empty()),
              by);
    } else {
      version =
          lifeCycle.submit(
              name,
              new LifeCycle.Submission(
                  content, Optional.empty(), "from the modeler", Version.Origin.MODELER),
              by);
    }
    boolean isLive = lifeCycle.live(name).filter(v -> v.version() == version.version()).isPresent();
    return new ModelerWire.Deployed(version, file.fileName(), isLive);
  }

  private static boolean mayRelease(Version v, Caller by) {
    return !v.contributors().contains(by.subject());
  }

  /**
   * Starts the live version by hand: for the incident that the business key names, or a new one.
   */
  @POST
  @Path("/process-definition/{id}/start")
  @RolesAllowed(Roles.RESPONDER)
  public Response start(
      @PathParam("id") String id, @Nullable JsonNode body, @Context SecurityContext security) {
    int colon = id.lastIndexOf(':');
    String name = colon < 0 ? id : id.substring(0, colon);
    Optional<PlaybookVersion> live = assembly.playbooks.inForce(name);
    if (live.isEmpty() || !Integer.toString(live.get().version()).equals(id.substring(colon + 1))) {
      return ModelerWire.error(
          live.isEmpty() ? 404 : 400,
          "InvalidRequestException",
          "Cannot start '"
              + shown(id)
              + "': "
              + live.map(v -> "version " + v.version() + " is in force").orElse("none is in force")
              + ", and only what a releaser has put in force runs. Rehearse a draft in the"
              + " console.");
    }
    String key = body == null ? "" : body.path("businessKey").asText("");
    return started(id, live.get(), key, caller(security));
  }

  private Response started(String id, PlaybookVersion live, String key, Caller by) {
    try {
      Optional<ManualRuns.Started> started =
          key.isBlank()
              ? Optional.of(assembly.manualRuns.start(live, by, "from the modeler"))
              : assembly.manualRuns.start(UUID.fromString(key), live, by, "from the modeler");
      if (started.isPresent()) {
        return ModelerWire.instance(id, started.get());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    } catch (AccessRefused e) {
      return ModelerWire.error(403, "AuthorizationException", e.getMessage());
    }
    return ModelerWire.error(
        400,
        "InvalidRequestException",
        "The business key is the id of an incident, or empty for a new one; there is no incident '"
            + shown(key)
            + "'.");
  }
}
