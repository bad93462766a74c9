package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * An error as RFC 9457 has it.
 *
 * @param title the same for every error of this kind
 * @param detail what, where, what to do
 * @param pointer JSON pointer into the request's body
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String detail, Optional<String> pointer) {
  /** The media type of RFC 9457. */
  public static final String JSON = "application/problem+json";

  static Response of(int status, String title, String detail) {
    return builder(status, title, detail, Optional.empty()).build();
  }

  static Response.ResponseBuilder builder(
      int status, String title, String detail, Optional<String> pointer) {
    return Response.status(status)
        .type(MediaType.valueOf(JSON))
        .entity(new Problem("about:blank", title, status, detail, pointer));
  }

  static Response notFound(String what) {
    return of(404, "Not found", what);
  }
}
