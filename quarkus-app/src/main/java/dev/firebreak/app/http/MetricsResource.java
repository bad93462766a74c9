package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.metrics.ActionOutcomes;
import dev.firebreak.metrics.AlertVolume;
import dev.firebreak.metrics.ResponseTimes;
import dev.firebreak.metrics.Window;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts for plots. Each takes {@code from} and {@code to} (ISO 8601; the last seven days where
 * left out, 92 at most) and {@code bucket} (an ISO 8601 duration).
 */
@Path("/api/v1/metrics")
@RolesAllowed(Roles.READER)
@Blocking
public class MetricsResource extends Api {
  private final ResponseTimes times;
  private final AlertVolume volume;
  private final ActionOutcomes outcomes;

  @Inject
  MetricsResource(Assembly assembly) {
    this.times = new ResponseTimes(assembly.database);
    this.volume = new AlertVolume(assembly.database);
    this.outcomes = new ActionOutcomes(assembly.database);
  }

  /** What was counted, and over which time. */
  public record Counts<T>(Instant from, Instant to, long bucketSeconds, List<T> items) {}

  /** Seconds from an incident's first alert to each stage, as percentiles. */
  @GET
  @Path("/response")
  public Response response(
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("bucket") Optional<String> bucket) {
    return counts(from, to, bucket, times::within);
  }

  /** Alerts by source and by what became of them. */
  @GET
  @Path("/alerts")
  public Response alerts(
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("bucket") Optional<String> bucket) {
    return counts(from, to, bucket, volume::within);
  }

  /** Actions by topic and outcome. */
  @GET
  @Path("/actions")
  public Response actions(
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("bucket") Optional<String> bucket) {
    return counts(from, to, bucket, outcomes::within);
  }

  private static <T> Response counts(
      Optional<String> from,
      Optional<String> to,
      Optional<String> bucket,
      Function<Window, List<T>> count) {
    Window window;
    try {
      window =
          Window.of(
              from.map(Instant::parse),
              to.map(Instant::parse),
              bucket.map(Duration::parse),
              Instant.now());
    } catch (DateTimeException e) {
      return Problem.of(
          400,
          "Bad request",
          "from and to are instants such as 2026-01-31T00:00:00Z, bucket is a duration such as"
              + " PT1H.");
    } catch (IllegalArgumentException e) {
      return Problem.of(400, "Bad request", e.getMessage() + ".");
    }
    return Response.ok(
            new Counts<>(
                window.from(), window.to(), window.bucket().toSeconds(), count.apply(window)))
        .build();
  }
}
