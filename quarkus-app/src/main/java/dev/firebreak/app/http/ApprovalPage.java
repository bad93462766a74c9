package dev.firebreak.app.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Where links in messages lead: one page for every approval, the same for whoever opens it, with
 * nothing of the approval in it. What it shows and does it asks of the API, as the person who is
 * signed in; so a link that is opened by a mail scanner or a preview decides and tells nothing.
 */
@Path("/approvals")
@PermitAll
@Blocking
public class ApprovalPage {
  @GET
  @Path("/{id: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}")
  @Produces("text/html;charset=UTF-8")
  public Response page() {
    return file("page.html");
  }

  @GET
  @Path("/page.js")
  @Produces("text/javascript;charset=UTF-8")
  public Response script() {
    return file("page.js");
  }

  @GET
  @Path("/page.css")
  @Produces("text/css;charset=UTF-8")
  public Response style() {
    return file("page.css");
  }

  private static Response file(String name) {
    try (InputStream in = ApprovalPage.class.getResourceAsStream("/approvals/" + name)) {
      return Response.ok(Objects.requireNonNull(in, name).readAllBytes()).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
