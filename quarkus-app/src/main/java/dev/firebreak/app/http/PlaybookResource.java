package dev.firebreak.app.http;

import dev.firebreak.access.Caller;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.Playbooks;
import dev.firebreak.app.security.Roles;
import dev.firebreak.cases.Shadows;
import dev.firebreak.playbook.Draft;
import dev.firebreak.playbook.Kind;
import dev.firebreak.playbook.Release;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Playbooks and tables as they are: in force, waiting, drawn; every version. */
@Path("/api/v1/playbooks")
@RolesAllowed(Roles.LOOKS_AFTER)
@Blocking
public class PlaybookResource extends Api {
  private final Assembly assembly;
  private final Shadows shadows;

  @Inject
  PlaybookResource(Assembly assembly, Shadows shadows) {
    this.assembly = assembly;
    this.shadows = shadows;
  }

  private Playbooks playbooks() {
    return assembly.playbooks;
  }

  /**
   * Playbooks in force or on their way, the two tables, and what was refused, with every reason.
   */
  @GET
  public PlaybookViews.PlaybookList list() {
    Set<String> names = new TreeSet<>(playbooks().versions.names());
    playbooks().drafts.all().stream().map(Draft::playbook).forEach(names::add);
    return new PlaybookViews.PlaybookList(
        views(names, Kind.BPMN),
        views(names, Kind.DMN),
        playbooks().refused(),
        PlaybookViews.source(playbooks()));
  }

  private List<PlaybookViews.PlaybookView> views(Set<String> names, Kind kind) {
    return names.stream()
        .filter(n -> Kind.of(n) == kind)
        .map(n -> PlaybookViews.playbook(playbooks(), n))
        .flatMap(Optional::stream)
        .toList();
  }

  /** One of them with all its versions. */
  @GET
  @Path("/{name}")
  public Response one(@PathParam("name") String name) {
    return PlaybookViews.playbook(playbooks(), name)
        .map(p -> Response.ok(detail(p)).build())
        .orElseGet(() -> unknown(name));
  }

  private PlaybookViews.PlaybookDetail detail(PlaybookViews.PlaybookView p) {
    List<Release> releases = playbooks().versions.releases(p.name());
    return new PlaybookViews.PlaybookDetail(
        p,
        playbooks().versions.of(p.name()).stream()
            .map(v -> PlaybookViews.VersionView.of(v, releases))
            .toList(),
        PlaybookViews.runs(playbooks(), p.name()),
        shadows.find(p.name()).map(s -> s.stoppedAt().isEmpty() ? "running" : "stopped"));
  }

  static Response unknown(String name) {
    return Problem.notFound("There is no playbook '" + shown(name) + "'.");
  }

  /** The file of a version: a number, or {@code live}. */
  @GET
  @Path("/{name}/versions/{version}/xml")
  public Response xml(@PathParam("name") String name, @PathParam("version") String which) {
    return playbooks()
        .version(name, which)
        .map(
            v ->
                Response.ok(v.content())
                    .type(MediaType.APPLICATION_XML_TYPE.withCharset("utf-8"))
                    .tag(new EntityTag(v.sha256()))
                    .build())
        .orElseGet(
            () ->
                Problem.notFound(
                    "There is no version " + shown(which) + " of '" + shown(name) + "'."));
  }

  /** One side of a comparison. */
  public record Side(String version, String xml) {}

  /** Two files to compare. */
  public record Sides(Side from, Side to) {}

  /** Two versions beside each other: numbers, {@code live}, or {@code draft} for one's own. */
  @GET
  @Path("/{name}/diff")
  public Response diff(
      @PathParam("name") String name,
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @Context SecurityContext security) {
    Caller by = caller(security);
    Optional<Side> left = side(name, from.orElse("live"), by);
    Optional<Side> right = side(name, to.orElse("draft"), by);
    return left.isPresent() && right.isPresent()
        ? Response.ok(new Sides(left.get(), right.get())).build()
        : Problem.notFound(
            "There is no "
                + (left.isEmpty() ? shown(from.orElse("live")) : shown(to.orElse("draft")))
                + " version of '"
                + shown(name)
                + "'.");
  }

  private Optional<Side> side(String name, String which, Caller by) {
    return which.equals("draft")
        ? playbooks()
            .drafts
            .find(name, by.subject())
            .map(d -> new Side("draft", new String(d.content(), StandardCharsets.UTF_8)))
        : playbooks()
            .version(name, which)
            .map(
                v ->
                    new Side(
                        Integer.toString(v.version()),
                        new String(v.content(), StandardCharsets.UTF_8)));
  }

  /** A file to look at. */
  public record File(Optional<String> xml) {
    byte[] bytes() {
      return xml.orElse("").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** What keeps a file from being put in force, and what its author should know. */
  @POST
  @Path("/{name}/problems")
  @RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
  public PlaybookViews.ProblemList problems(@PathParam("name") String name, @Nullable File body) {
    return PlaybookViews.ProblemList.of(playbooks().problems.of(name, given(body).bytes()));
  }
}
