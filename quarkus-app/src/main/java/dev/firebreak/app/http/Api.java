package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.app.security.CallerPrincipal;
import dev.firebreak.app.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the resources of the API share. */
@RolesAllowed(Roles.READER)
@Blocking
abstract class Api {
  static final int MOST = 500;

  static int bounded(int limit) {
    return Math.max(1, Math.min(MOST, limit));
  }

  /** Who asks, and what he may. */
  static Caller caller(SecurityContext security) {
    return ((CallerPrincipal) security.getUserPrincipal()).caller();
  }

  /** For what concerns a whole incident, which may be about anything. */
  static String responder(SecurityContext security) {
    Caller caller = caller(security);
    caller.demand(Role.RESPONDER);
    return caller.subject();
  }

  /** Answers for an id in a URL, or says that there is nothing of that id. */
  static Response withId(String id, String what, Function<UUID, Optional<?>> find) {
    try {
      return find.apply(UUID.fromString(id))
          .map(v -> v instanceof Response r ? r : Response.ok(v).build())
          .orElseGet(() -> Problem.notFound("There is no " + what + " '" + id + "'."));
    } catch (IllegalArgumentException e) {
      return Problem.notFound("'" + shown(id) + "' is no id of a " + what + ".");
    }
  }

  /** The body, which must be there. */
  static <T> T given(@Nullable T body) {
    if (body == null) {
      throw new BadRequestException("The body must be a JSON object; at least {}.");
    }
    return body;
  }

  /** What was really given: Jackson reads an absent JSON value as JSON's null. */
  static Optional<JsonNode> said(Optional<JsonNode> value) {
    return value.filter(v -> !v.isNull() && !v.isMissingNode());
  }

  static String shown(String text) {
    String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
