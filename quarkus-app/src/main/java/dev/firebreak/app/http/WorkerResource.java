package dev.firebreak.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.Assembly;
import dev.firebreak.connector.Json;
import dev.firebreak.worker.Task;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The external task API of Camunda 7 (https://docs.camunda.org/rest/camunda-bpm-platform/7.24/),
 * for workers of connectors of kind {@code worker}: only their topics, with their credential.
 */
@Path("/engine-rest/external-task")
@PermitAll
@Blocking
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WorkerResource {
  /** Under the idle time after which the server closes a connection. */
  private static final Duration LONGEST_POLL = Duration.ofSeconds(50);

  private final Assembly assembly;

  @Inject
  WorkerResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Locks work for a worker; waits for some where {@code asyncResponseTimeout} says so. */
  @POST
  @Path("/fetchAndLock")
  public Uni<Response> fetchAndLock(
      @Context HttpHeaders headers, @Context RoutingContext connection, @Nullable JsonNode body) {
    Optional<WorkerCaller> caller = caller(headers);
    if (caller.isEmpty()) {
      return Uni.createFrom().item(unauthorized());
    }
    try {
      WorkerWire.FetchRequest request = WorkerWire.fetch(body);
      Optional<String> foreign =
          request.topics().stream()
              .map(WorkerWire.TopicRequest::name)
              .filter(t -> !caller.get().mayWorkOn(t) || !isTopic(t))
              .findFirst();
      if (foreign.isPresent()) {
        return Uni.createFrom()
            .item(
                error(
                    403,
                    "AuthorizationException",
                    "there is no topic of this credential's connector called '"
                        + Api.shown(foreign.get())
                        + "'"));
      }
      return fetch(request, connection);
    } catch (WorkerWire.Malformed e) {
      return Uni.createFrom().item(error(400, "InvalidRequestException", e.getMessage()));
    }
  }

  /** An action of a connector, or its read-back. */
  private boolean isTopic(String name) {
    return assembly.connectors.knows(name)
        || name.endsWith("-probe")
            && assembly.connectors.knows(name.substring(0, name.length() - "-probe".length()));
  }

  /** A worker that hangs up is given nothing: what it had locked nobody else could fetch. */
  private Uni<Response> fetch(WorkerWire.FetchRequest request, RoutingContext connection) {
    Duration patience =
        request.patience().compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : request.patience();
    CompletableFuture<List<Task>> found = assembly.workers.fetch(request.fetch(), patience);
    connection.response().closeHandler(gone -> found.complete(List.of()));
    String worker = request.fetch().worker();
    return Uni.createFrom()
        .completionStage(found)
        .map(all -> json(200, all.stream().map(t -> WorkerWire.locked(t, worker)).toList()));
  }

  /** One task that this credential may work on. */
  @GET
  @Path("/{id}")
  public Response get(@Context HttpHeaders headers, @PathParam("id") String id) {
    return mine(headers, id, t -> json(200, WorkerWire.locked(t, t.worker().orElse(""))));
  }

  @POST
  @Path("/{id}/complete")
  public Response complete(
      @Context HttpHeaders headers, @PathParam("id") String id, @Nullable JsonNode body) {
    return told(
        headers, id, body, worker -> assembly.workers.done(id, worker, WorkerWire.variables(body)));
  }

  /** With retries left it is tried again after {@code retryTimeout}; with none it is a no. */
  @POST
  @Path("/{id}/failure")
  public Response failure(
      @Context HttpHeaders headers, @PathParam("id") String id, @Nullable JsonNode body) {
    return told(
        headers,
        id,
        body,
        worker -> {
          String why = WorkerWire.text(body, "errorMessage");
          return WorkerWire.number(body, "retries", 0) > 0
              ? assembly.workers.later(
                  id, worker, why, Duration.ofMillis(WorkerWire.number(body, "retryTimeout", 0)))
              : assembly.workers.refused(id, worker, why);
        });
  }

  /** The worker says no; the diagram may catch it as error REFUSED. */
  @POST
  @Path("/{id}/bpmnError")
  public Response bpmnError(
      @Context HttpHeaders headers, @PathParam("id") String id, @Nullable JsonNode body) {
    return told(
        headers,
        id,
        body,
        worker ->
            assembly.workers.refused(
                id,
                worker,
                WorkerWire.text(body, "errorCode") + ": " + WorkerWire.text(body, "errorMessage")));
  }

  @POST
  @Path("/{id}/extendLock")
  public Response extendLock(
      @Context HttpHeaders headers, @PathParam("id") String id, @Nullable JsonNode body) {
    return told(
        headers,
        id,
        body,
        worker ->
            assembly.workers.extend(
                id, worker, WorkerWire.lock(WorkerWire.number(body, "newDuration", 0))));
  }

  @POST
  @Path("/{id}/unlock")
  @Consumes(MediaType.WILDCARD)
  public Response unlock(@Context HttpHeaders headers, @PathParam("id") String id) {
    return mine(
        headers,
        id,
        t -> assembly.workers.unlock(id) ? Response.noContent().build() : notLocked(id, "anyone"));
  }

  @FunctionalInterface
  private interface Told {
    boolean by(String worker) throws WorkerWire.Malformed;
  }

  @FunctionalInterface
  private interface Known {
    Response answer(Task task);
  }

  private Response told(HttpHeaders headers, String id, @Nullable JsonNode body, Told told) {
    return mine(
        headers,
        id,
        task -> {
          try {
            String worker = WorkerWire.worker(body);
            return told.by(worker) ? Response.noContent().build() : notLocked(id, worker);
          } catch (WorkerWire.Malformed e) {
            return error(400, "InvalidRequestException", e.getMessage());
          }
        });
  }

  private Response mine(HttpHeaders headers, String id, Known known) {
    Optional<WorkerCaller> caller = caller(headers);
    if (caller.isEmpty()) {
      return unauthorized();
    }
    return assembly
        .workers
        .find(id)
        .filter(t -> caller.get().mayWorkOn(t.topic()))
        .map(known::answer)
        .orElseGet(
            () ->
                error(
                    404,
                    "RestException",
                    "External task with id " + Api.shown(id) + " does not exist"));
  }

  private Optional<WorkerCaller> caller(HttpHeaders headers) {
    return WorkerCaller.of(
        Optional.ofNullable(headers.getRequestHeader(HttpHeaders.AUTHORIZATION)).orElse(List.of()),
        assembly.workers);
  }

  private static Response notLocked(String id, String worker) {
    return error(
        400,
        "RestException",
        "External Task " + Api.shown(id) + " is not locked by worker '" + Api.shown(worker) + "'");
  }

  private static Response unauthorized() {
    return Response.status(401).header("WWW-Authenticate", "Basic realm=\"workers\"").build();
  }

  private static Response error(int status, String type, String message) {
    return json(status, Map.of("type", type, "message", message));
  }

  /**
   * As bytes: the JavaScript client takes {@code application/json} for JSON, and no charset with
   * it.
   */
  private static Response json(int status, Object body) {
    return Response.status(status)
        .entity(Json.bytes(body))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
