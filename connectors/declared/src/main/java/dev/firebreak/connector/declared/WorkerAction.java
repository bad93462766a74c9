package dev.firebreak.connector.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.http.VendorHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One action of a file, carried out by a worker. */
record WorkerAction(Spec spec, Handover handover) {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

  Values run(Call<Values> call) throws ActionFailure {
    Handover.Work work =
        new Handover.Work(spec.name(), call.idempotencyKey(), variables(call), spec.repeatable());
    return Spec.values(handover.ask(work, call));
  }

  /** A question of its own each time, as what is seen may change. */
  Observation observe(Call<Values> call) throws ActionFailure {
    Instant soon = Instant.now().plus(LONGEST_LOOK);
    Call<Values> look =
        new Call<>(
            call.input(),
            call.idempotencyKey(),
            call.incidentId(),
            call.deadline().isBefore(soon) && call.deadline().isAfter(Instant.now())
                ? call.deadline()
                : soon);
    String question = call.idempotencyKey() + "-" + UUID.randomUUID();
    JsonNode answer =
        handover.ask(
            new Handover.Work(spec.name() + "-probe", question, variables(call), true), look);
    String detail =
        VendorHttp.oneLine(
            "worker says "
                + answer.path("state").asText("nothing")
                + (answer.path("detail").isTextual() ? ": " + answer.path("detail").asText() : ""));
    return switch (answer.path("state").asText()) {
      case "holds" -> Observation.holds(detail);
      case "pending" -> Observation.pending(detail);
      case "absent" -> Observation.absent(detail);
      default ->
          throw ActionFailure.unavailable(
              spec.name() + "-probe: the variable 'state' must be holds, pending or absent");
    };
  }

  Preview preview(Call<Values> call) {
    Target hit = spec.target(call.input());
    return Preview.of(
        "would have a worker " + spec.name() + " " + hit + "; workers are not asked in a rehearsal",
        List.of(hit));
  }

  private static Map<String, Object> variables(Call<Values> call) {
    Map<String, Object> all = new LinkedHashMap<>();
    call.input().all().forEach((k, v) -> all.put(k, Json.mapper().convertValue(v, Object.class)));
    all.put("idempotencyKey", call.idempotencyKey());
    return all;
  }
}
