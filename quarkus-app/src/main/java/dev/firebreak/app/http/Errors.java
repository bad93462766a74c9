package dev.firebreak.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors in one form, without stack traces. */
public class Errors {
  private static final Logger LOG = Logger.getLogger(Errors.class);

  @ServerExceptionMapper
  Response json(JsonProcessingException e) {
    return Problem.of(
        400, "Bad request", "The body is not the JSON expected here: " + e.getOriginalMessage());
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (e.getCause() instanceof JsonProcessingException j) {
      return json(j);
    }
    return status < 400 || e.getResponse().hasEntity()
        ? e.getResponse()
        : Problem.of(
            status,
            Response.Status.fromStatusCode(status) == null
                ? "Error"
                : e.getResponse().getStatusInfo().getReasonPhrase(),
            String.valueOf(e.getMessage()));
  }

  @ServerExceptionMapper
  Response anything(RuntimeException e) {
    LOG.errorf(e, "a request failed");
    return Problem.of(
        500, "Internal error", "Something went wrong here; the log of the server has the details.");
  }
}
