package dev.firebreak.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.firebreak.access.AccessRefused;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookChanged;
import dev.firebreak.store.TooMuch;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
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

  /** Without this one, Quarkus answers such a body with a bare 400. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException e) {
    String place =
        e.getPath().stream()
            .map(r -> "/" + (r.getFieldName() == null ? r.getIndex() : r.getFieldName()))
            .collect(Collectors.joining());
    return Problem.of(
        400,
        "Bad request",
        "The body is not the JSON object expected here"
            + (place.isEmpty() ? "." : ": see " + Api.shown(place) + "."));
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
  Response refused(AccessRefused e) {
    return switch (e.kind()) {
      case MALFORMED -> Problem.of(400, "Bad request", sentence(e));
      case FORBIDDEN -> Problem.of(403, "Not yours to do", sentence(e));
      case UNKNOWN -> Problem.notFound(sentence(e));
      case CONFLICT -> Problem.of(409, "Cannot be done", sentence(e));
    };
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return Problem.of(
        403,
        "Not yours to do",
        "None of your roles allows this; who is people-admin can grant one that does.");
  }

  private static String sentence(AccessRefused e) {
    String m = e.getMessage();
    return Character.toUpperCase(m.charAt(0)) + m.substring(1) + ".";
  }

  @ServerExceptionMapper
  Response changed(PlaybookChanged e) {
    LOG.errorf("%s", e.getMessage());
    return Problem.of(409, "Playbook changed", String.valueOf(e.getMessage()));
  }

  /** Nothing was begun; the same request may be sent again. */
  @ServerExceptionMapper
  Response shut(Audit.Shut e) {
    LOG.errorf("%s", e.getMessage());
    return Problem.of(503, "Audit trail not witnessed", e.getMessage() + ".");
  }

  @ServerExceptionMapper
  Response tooMuch(TooMuch e) {
    return Problem.of(503, "Too much", String.valueOf(e.getMessage()));
  }

  @ServerExceptionMapper
  Response anything(RuntimeException e) {
    LOG.errorf(e, "a request failed");
    return Problem.of(
        500, "Internal error", "Something went wrong here; the log of the server has the details.");
  }
}
