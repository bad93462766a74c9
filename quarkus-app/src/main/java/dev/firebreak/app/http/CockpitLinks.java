package dev.firebreak.app.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/**
 * The links of the desktop modeler, led on to the console. Says nothing about what there is: the
 * pages ask who looks at them.
 */
@Path("/cockpit")
@PermitAll
public class CockpitLinks {
  /**
   * @param id as {@code /engine-rest/process-definition/.../start} has answered: the incident's
   */
  @GET
  @Path("/process-instance/{id}")
  public Response instance(@PathParam("id") String id) {
    try {
      return to("/incidents/" + UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return to("/incidents");
    }
  }

  @GET
  @Path("/repository")
  public Response repository() {
    return to("/playbooks");
  }

  private static Response to(String page) {
    return Response.seeOther(URI.create(page)).build();
  }
}
