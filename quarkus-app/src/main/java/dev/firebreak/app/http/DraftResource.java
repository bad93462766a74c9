package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.connector.TargetType;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.incident.Incidents;
import dev.firebreak.playbook.Draft;
import dev.firebreak.playbook.Drafts;
import dev.firebreak.playbook.Kind;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.PlaybookRehearsals;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is drawing. A save names in {@code If-Match} the ETag it replaces; what another
 * window has saved in between is answered with 412, by whom and when.
 */
@Path("/api/v1/playbooks")
@RolesAllowed(Roles.AUTHOR)
@Blocking
public class DraftResource extends Api {
  private final Assembly assembly;

  @Inject
  DraftResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** A draft with its file. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record DraftView(
      String playbook,
      String xml,
      Optional<Integer> basedOn,
      Instant savedAt,
      String savedBy,
      String tab,
      String comment) {
    static Response of(int status, Draft d) {
      return Response.status(status)
          .entity(
              new DraftView(
                  d.playbook(),
                  new String(d.content(), StandardCharsets.UTF_8),
                  d.basedOn(),
                  d.savedAt(),
                  d.author(),
                  d.tab(),
                  d.comment()))
          .tag(new EntityTag(Long.toString(d.revision())))
          .build();
    }
  }

  @GET
  @Path("/{name}/draft")
  public Response draft(@PathParam("name") String name, @Context SecurityContext security) {
    return assembly
        .playbooks
        .drafts
        .find(name, caller(security).subject())
        .map(d -> DraftView.of(200, d))
        .orElseGet(() -> none(name));
  }

  private static Response none(String name) {
    return Problem.notFound("There is no draft of '" + shown(name) + "' of yours.");
  }

  /** What is saved. */
  public record Drawn(
      Optional<String> xml,
      Optional<Integer> basedOn,
      Optional<String> comment,
      Optional<String> tab) {
    Drafts.Drawn drawn() {
      return new Drafts.Drawn(
          xml.orElse("").getBytes(StandardCharsets.UTF_8),
          basedOn,
          comment.orElse(""),
          tab.orElse(""));
    }
  }

  @PUT
  @Path("/{name}/draft")
  public Response save(
      @PathParam("name") String name,
      @HeaderParam("If-Match") Optional<String> replaces,
      @HeaderParam("If-None-Match") Optional<String> onlyNew,
      @Nullable Drawn body,
      @Context SecurityContext security) {
    boolean isNew = onlyNew.filter("*"::equals).isPresent();
    if (replaces.isEmpty() == !isNew) {
      return Problem.of(
          428,
          "Say what you replace",
          "Give If-Match with the draft's ETag, or If-None-Match: * for a new draft.");
    }
    Draft saved =
        assembly.playbooks.drafts.save(
            name, given(body).drawn(), replaces.map(DraftResource::revision), caller(security));
    return DraftView.of(isNew ? 201 : 200, saved);
  }

  /** Of an ETag; one of another kind is of no draft. */
  private static long revision(String etag) {
    String number = etag.replaceAll("^W/|\"", "");
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
  }

  @DELETE
  @Path("/{name}/draft")
  public Response delete(
      @PathParam("name") String name,
      @HeaderParam("If-Match") Optional<String> revision,
      @Context SecurityContext security) {
    return assembly.playbooks.drafts.delete(
            name, revision.map(DraftResource::revision), caller(security))
        ? Response.noContent().build()
        : none(name);
  }

  /** Why it was changed; releasers read it. */
  public record Comment(Optional<String> comment) {}

  /** Hands the draft in: it becomes a version that waits for somebody else to release it. */
  @POST
  @Path("/{name}/draft/submit")
  public Response submit(
      @PathParam("name") String name,
      @HeaderParam("If-Match") Optional<String> revision,
      @Nullable Comment body,
      @Context SecurityContext security) {
    String comment = given(body).comment().orElse("").strip();
    if (comment.isEmpty()) {
      return Problem.of(400, "Bad request", "Say in comment what is changed, and why.");
    }
    Version v =
        assembly.playbooks.lifeCycle.submitDraft(
            name, revision.map(DraftResource::revision), comment, caller(security));
    return Response.status(201)
        .entity(PlaybookViews.VersionView.of(v, assembly.playbooks.versions.releases(v.playbook())))
        .build();
  }

  /**
   * @param xml what is on screen; else the saved draft
   * @param incident id of a recorded one to rehearse on, or
   * @param alert a sample: {@code rule}, {@code severity}, {@code targets}, {@code attributes}
   * @param answers what people fill into tasks, by node id
   * @param failures the error codes of steps that are to fail, by node id
   */
  public record Scene(
      Optional<String> xml,
      Optional<String> incident,
      Optional<JsonNode> alert,
      Optional<Map<String, Map<String, Object>>> answers,
      Optional<Map<String, String>> failures) {}

  /** Runs the diagram with every action rehearsed; nothing is deployed, requested or kept. */
  @POST
  @Path("/{name}/draft/rehearse")
  public Response rehearse(
      @PathParam("name") String name, @Nullable Scene body, @Context SecurityContext security)
      throws PlaybookRefused {
    Scene scene = given(body);
    Optional<byte[]> file =
        scene
            .xml()
            .map(x -> x.getBytes(StandardCharsets.UTF_8))
            .or(
                () ->
                    assembly
                        .playbooks
                        .drafts
                        .find(name, caller(security).subject())
                        .map(Draft::content));
    if (file.isEmpty()) {
      return none(name);
    }
    if (Kind.of(name) == Kind.DMN) {
      return Problem.of(400, "Bad request", "A table has no run; rehearse a playbook.");
    }
    List<dev.firebreak.playbook.Problem> found = assembly.playbooks.problems.of(name, file.get());
    if (found.stream().anyMatch(dev.firebreak.playbook.Problem::isError)) {
      return Response.status(422).entity(PlaybookViews.ProblemList.of(found)).build();
    }
    Optional<Incidents.Incident> on = on(name, scene);
    if (on.isEmpty()) {
      return Problem.notFound(
          "There is no incident '" + shown(scene.incident().orElse("")) + "' to rehearse on.");
    }
    return played(name, file.get(), on.get(), scene, found, security);
  }

  private Response played(
      String name,
      byte[] file,
      Incidents.Incident on,
      Scene scene,
      List<dev.firebreak.playbook.Problem> found,
      SecurityContext security)
      throws PlaybookRefused {
    PlaybookRehearsals.World world =
        new PlaybookRehearsals.World(
            scene.answers().orElse(Map.of()), scene.failures().orElse(Map.of()));
    PlaybookRehearsals.Played played =
        assembly.playbookRehearsals.play(name, file, on, world, caller(security));
    return Response.ok(RehearsalViews.PlayedView.of(played, found)).build();
  }

  private Optional<Incidents.Incident> on(String name, Scene scene) {
    if (scene.alert().isPresent()) {
      return Optional.of(assembly.playbookRehearsals.sample(alert(scene.alert().get()), name));
    }
    try {
      return assembly.playbookRehearsals.recorded(UUID.fromString(scene.incident().orElse("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Alert alert(JsonNode given) {
    JsonNode a = given.isArray() ? given.path(0) : given;
    try {
      Alert.Builder alert =
          Alert.builder(a.path("uid").asText("sample"), a.path("rule").asText("sample"))
              .title(a.path("title").asText("A sample"))
              .severity(
                  Severity.valueOf(a.path("severity").asText("high").toUpperCase(Locale.ROOT)));
      a.path("attacks").forEach(t -> alert.attack(t.asText()));
      a.path("targets")
          .forEach(
              t -> alert.target(TargetType.of(t.path("type").asText()), t.path("id").asText()));
      a.path("attributes")
          .properties()
          .forEach(e -> alert.attribute(e.getKey(), e.getValue().asText()));
      return alert.build();
    } catch (IllegalArgumentException e) {
      throw new jakarta.ws.rs.BadRequestException(
          "The sample is no alert as playbooks' cases have it: " + e.getMessage());
    }
  }
}
