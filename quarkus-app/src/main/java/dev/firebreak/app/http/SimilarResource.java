package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.incident.IncidentSearch;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Incidents that were like one: what was done then may help now. */
@Path("/api/v1/incidents/{id}/similar")
@RolesAllowed(Roles.READER)
@Blocking
public class SimilarResource extends Api {
  private static final int MOST_SHOWN = 10;

  private final Assembly assembly;
  private final IncidentSearch search;

  @Inject
  SimilarResource(Assembly assembly) {
    this.assembly = assembly;
    this.search = new IncidentSearch(assembly.database);
  }

  /**
   * @param sameRule whether the same rule raised both
   * @param sharedTargets what both are about
   */
  public record SimilarView(
      Views.IncidentView incident, boolean sameRule, List<String> sharedTargets) {
    static SimilarView of(IncidentSearch.Similar s) {
      return new SimilarView(
          Views.IncidentView.of(s.incident()),
          s.sameRule(),
          s.shared().stream().map(Object::toString).toList());
    }
  }

  /** At most ten, most alike first. */
  @GET
  public Response similar(@PathParam("id") String id) {
    return withId(
        id,
        "incident",
        i ->
            assembly
                .incidents
                .find(i)
                .map(
                    one ->
                        new Views.Items<>(
                            search.like(one, MOST_SHOWN).stream().map(SimilarView::of).toList())));
  }
}
