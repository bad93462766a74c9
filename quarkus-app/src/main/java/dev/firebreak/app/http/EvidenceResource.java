package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.evidence.Bundle;
import dev.firebreak.evidence.Evidence;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What auditors and regulators ask of one incident. */
@Path("/api/v1/incidents/{id}")
@RolesAllowed(Roles.READER)
@Blocking
public class EvidenceResource extends Api {
  private static final String ZIP = "application/zip";

  private final Assembly assembly;

  @Inject
  EvidenceResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Everything about the incident as one signed archive; that it was taken is recorded. */
  @GET
  @Path("/evidence")
  @Produces({ZIP, MediaType.APPLICATION_JSON})
  public Response evidence(@PathParam("id") String id, @Context SecurityContext security) {
    return withId(
        id,
        "incident",
        i -> {
          try {
            return assembly
                .evidence
                .of(i, caller(security).subject())
                .map(bundle -> archive(i, bundle));
          } catch (Evidence.NotVouchedFor e) {
            return Optional.of(Problem.of(409, "Not vouched for", String.valueOf(e.getMessage())));
          } catch (Evidence.Busy e) {
            return Optional.of(Problem.of(503, "Busy", String.valueOf(e.getMessage())));
          }
        });
  }

  private static Response archive(UUID incident, Bundle bundle) {
    return Response.ok((StreamingOutput) bundle::write, ZIP)
        .header("Content-Disposition", "attachment; filename=\"incident-" + incident + ".zip\"")
        .build();
  }

  /** Regulators' deadlines: which run, which have passed, which were met. */
  @GET
  @Path("/clocks")
  public Response clocks(@PathParam("id") String id) {
    return withId(id, "incident", i -> assembly.clocks.of(i).map(Views.Items::new));
  }

  /**
   * What starts or ends a clock.
   *
   * @param mark {@code aware}, {@code classified}, or the clock of a report that was made
   * @param at when it was; now, where nothing is said
   */
  public record Mark(String mark, Optional<Instant> at, Optional<String> note) {}

  /** Says when the incident became known or was classified, or that a report was made. */
  @POST
  @Path("/clocks")
  @RolesAllowed(Roles.RESPONDER)
  public Response mark(
      @PathParam("id") String id, @Nullable Mark mark, @Context SecurityContext security) {
    return withId(
        id,
        "incident",
        i -> {
          String by = responder(security);
          Mark given = given(mark);
          try {
            return assembly
                .clocks
                .mark(i, given.mark(), given.at(), given.note().orElse(""), by)
                .map(Views.Items::new);
          } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
          }
        });
  }
}
