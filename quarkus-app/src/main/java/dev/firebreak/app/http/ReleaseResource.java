package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.Playbooks;
import dev.firebreak.app.security.Roles;
import dev.firebreak.engine.MigrationPreview;
import dev.firebreak.playbook.LifeCycle;
import dev.firebreak.playbook.Migrations;
import dev.firebreak.playbook.Version;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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

/** What releasers decide: what is in force, and which runs go on as it. */
@Path("/api/v1/playbooks")
@RolesAllowed(Roles.RELEASER)
@Blocking
public class ReleaseResource extends Api {
  private final Assembly assembly;

  @Inject
  ReleaseResource(Assembly assembly) {
    this.assembly = assembly;
  }

  private Playbooks playbooks() {
    return assembly.playbooks;
  }

  /**
   * @param comment goes into the audit trail
   * @param replaces the live version that was compared; needed where this one was not made from it
   * @param despite why it is released although cases fail
   */
  public record Decision(
      Optional<String> comment, Optional<Integer> replaces, Optional<String> despite) {}

  /** Puts a version in force that others have written. */
  @POST
  @Path("/{name}/versions/{version}/release")
  public Response release(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @Nullable Decision body,
      @Context SecurityContext security) {
    Decision d = given(body);
    playbooks()
        .lifeCycle
        .release(
            name,
            number(version),
            new LifeCycle.Consent(d.comment().orElse(""), d.replaces(), d.despite()),
            caller(security));
    return one(name);
  }

  @POST
  @Path("/{name}/versions/{version}/reject")
  public PlaybookViews.VersionView reject(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @Nullable Decision body,
      @Context SecurityContext security) {
    return view(
        playbooks()
            .lifeCycle
            .reject(name, number(version), given(body).comment().orElse(""), caller(security)));
  }

  /** Takes back what one has handed in oneself. */
  @POST
  @Path("/{name}/versions/{version}/withdraw")
  @RolesAllowed(Roles.AUTHOR)
  public PlaybookViews.VersionView withdraw(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @Context SecurityContext security) {
    return view(playbooks().lifeCycle.withdraw(name, number(version), caller(security)));
  }

  /** The way back. */
  public record Back(Optional<Integer> to, Optional<String> comment) {}

  /** Puts a version in force again that was before. */
  @POST
  @Path("/{name}/rollback")
  public Response rollBack(
      @PathParam("name") String name, @Nullable Back body, @Context SecurityContext security) {
    Back back = given(body);
    playbooks()
        .lifeCycle
        .rollBack(
            name, back.to().orElse(0), back.comment().orElse("rolled back"), caller(security));
    return one(name);
  }

  /**
   * @param to the live version, where absent
   * @param runs which; only for the migration itself
   */
  public record Move(
      Optional<Integer> from,
      Optional<Integer> to,
      Optional<List<String>> runs,
      Optional<String> reason) {}

  /** A run and whether it could go on as the other version. */
  public record RunView(
      String run, String incident, List<String> at, boolean possible, List<String> reasons) {
    static RunView of(MigrationPreview.Candidate c) {
      return new RunView(c.runId(), c.incidentId(), c.at(), c.reasons().isEmpty(), c.reasons());
    }
  }

  /** What a migration would do. */
  public record PreviewView(
      List<MigrationPreview.Move> steps, List<String> problems, List<RunView> runs) {}

  /** Which runs could go on as another version, to which steps, and why others could not. */
  @POST
  @Path("/{name}/migration/preview")
  public PreviewView preview(
      @PathParam("name") String name, @Nullable Move body, @Context SecurityContext security) {
    Move move = given(body);
    MigrationPreview p =
        playbooks().migrations.preview(name, move.from().orElse(0), move.to(), caller(security));
    return new PreviewView(p.steps(), p.problems(), p.runs().stream().map(RunView::of).toList());
  }

  /** Lets the named runs go on as another version. */
  @POST
  @Path("/{name}/migration")
  public Response migrate(
      @PathParam("name") String name, @Nullable Move body, @Context SecurityContext security) {
    Move move = given(body);
    String reason = move.reason().orElse("").strip();
    List<String> runs = move.runs().orElse(List.of());
    if (reason.isEmpty() || runs.isEmpty() || runs.size() > 200) {
      return Problem.of(
          400, "Bad request", "Name 1 to 200 runs of the preview, and say why in reason.");
    }
    Migrations.Migrated done =
        playbooks()
            .migrations
            .migrate(name, move.from().orElse(0), move.to(), runs, reason, caller(security));
    return Response.ok(Map.of("migrated", done.migrated(), "refused", done.refused())).build();
  }

  private Response one(String name) {
    return PlaybookViews.playbook(playbooks(), name)
        .map(p -> Response.ok(p).build())
        .orElseGet(() -> PlaybookResource.unknown(name));
  }

  private PlaybookViews.VersionView view(Version v) {
    return PlaybookViews.VersionView.of(v, playbooks().versions.releases(v.playbook()));
  }

  /** What is no number is no version. */
  private static int number(String version) {
    return version.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(version) : 0;
  }
}
