package dev.firebreak.app.http;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.app.Assembly;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Publication;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What connectors publish, for machines that fetch it. Each publication checks who asks. */
@Path("/lists")
@PermitAll
@Blocking
public class ListResource {
  private static final Logger LOG = Logger.getLogger(ListResource.class);

  private final Assembly assembly;

  @Inject
  ListResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** One document; 304 where the caller has it already. */
  @GET
  @Path("/{instance}/{name}")
  public Response get(
      @PathParam("instance") String instance,
      @PathParam("name") String name,
      @Context HttpHeaders headers,
      @Context Request request) {
    Optional<ConnectorInstance> known = assembly.connectors.instance(instance);
    Optional<Publication.Answer> given = Optional.empty();
    try {
      if (known.isPresent()) {
        given = known.get().published(name, authorization(headers));
      }
    } catch (ActionFailure e) {
      LOG.errorf("a list of %s cannot be given: %s", instance, e.getMessage());
      return Response.status(503).header("Retry-After", "5").build();
    }
    Publication.Answer answer = given.orElseGet(Publication.Answer.Unauthorized::new);
    if (answer instanceof Publication.Answer.Page page) {
      return page(page, request);
    }
    return answer instanceof Publication.Answer.Unknown
        ? Problem.notFound("There is no list '" + Api.shown(name) + "'.")
        : Response.status(401).header("WWW-Authenticate", "Basic realm=\"lists\"").build();
  }

  /** Whoever asks so gets no list, and must not count as one who has it. */
  @HEAD
  @Path("/{instance}/{name}")
  public Response head() {
    return Response.status(405).header("Allow", "GET").build();
  }

  private static Optional<String> authorization(HttpHeaders headers) {
    List<String> given =
        Optional.ofNullable(headers.getRequestHeader(HttpHeaders.AUTHORIZATION)).orElse(List.of());
    return given.size() == 1 ? Optional.of(given.get(0)) : Optional.empty();
  }

  private static Response page(Publication.Answer.Page page, Request request) {
    EntityTag tag = new EntityTag(page.etag());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.build();
    }
    return Response.ok(page.body()).type(page.mediaType()).tag(tag).build();
  }
}
