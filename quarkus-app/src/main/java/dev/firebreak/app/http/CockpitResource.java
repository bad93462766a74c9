package dev.firebreak.app.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/**
 * Where the desktop modeler's "Open in Cockpit" leads: our own pages. The modeler appends {@code
 * /process-instance/ID} or {@code /repository?...} to what is given here.
 */
@Path("/.well-known/camunda-automation-platform/webapps")
@PermitAll
public class CockpitResource {
  /** Nothing of an installation but its own address. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, String> webapps(@Context UriInfo asked) {
    return Map.of("cockpitUrl", asked.getBaseUri().resolve("/cockpit").toString());
  }
}
