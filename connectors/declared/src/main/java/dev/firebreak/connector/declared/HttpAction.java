package dev.firebreak.connector.declared;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One action of a file, carried out over HTTP. */
final class HttpAction {
  /**
   * @param output names of output values, and where they stand in the answer
   */
  record Spec(
      dev.firebreak.connector.declared.Spec common,
      RequestTemplate request,
      Condition success,
      Map<String, JsonPointer> output,
      Optional<Probe> probe) {
    static Spec of(String name, Place place, Set<String> secrets) {
      Set<String> members = new HashSet<>(dev.firebreak.connector.declared.Spec.COMMON);
      members.addAll(Set.of("request", "success", "output", "probe"));
      place.object(members);
      boolean repeats =
          place.at("request").object().members().stream().noneMatch(m -> m.name().equals("POST"));
      var common = dev.firebreak.connector.declared.Spec.of(name, place, repeats);
      return new Spec(
          common,
          RequestTemplate.of(place.at("request"), common.names(), secrets),
          place.maybe("success").map(s -> Condition.of(s, common.names())).orElse(Condition.OK),
          pointers(place.maybe("output")),
          place.maybe("probe").map(p -> Probe.of(p, common.names(), secrets)));
    }

    private static Map<String, JsonPointer> pointers(Optional<Place> place) {
      Map<String, JsonPointer> all = new LinkedHashMap<>();
      for (Place.Member m : place.map(Place::members).orElse(List.of())) {
        all.put(m.name(), Condition.pointer(m.value().text(), m.value()));
      }
      return all;
    }
  }

  /** A reading request, and what its answer must look like for each state. */
  record Probe(
      RequestTemplate request, Condition holds, Optional<Condition> pending, Condition absent) {
    static Probe of(Place place, Set<String> data, Set<String> secrets) {
      place.object(Set.of("request", "holds", "pending", "absent"));
      RequestTemplate request = RequestTemplate.of(place.at("request"), data, secrets);
      if (!request.reads()) {
        throw place.at("request").fault("a probe changes nothing: use GET");
      }
      return new Probe(
          request,
          Condition.of(place.at("holds"), data),
          place.maybe("pending").map(p -> Condition.of(p, data)),
          Condition.of(place.at("absent"), data));
    }
  }

  private final Spec spec;
  private final HttpFile file;
  private final VendorHttp http;

  HttpAction(Spec spec, HttpFile file, VendorHttp http) {
    this.spec = spec;
    this.file = file;
    this.http = http;
  }

  Action<Values, Values> action() {
    Action.Builder<Values, Values> action = spec.common().action(this::run);
    spec.probe().ifPresent(p -> action.probedBy(call -> observe(p, call)));
    return action.build();
  }

  private Values run(Call<Values> call) throws ActionFailure {
    Scope scope = Scope.of(call, file.secrets());
    Request request = spec.request().render(scope, file.headers());
    Response answer = http.send(request);
    if (!spec.success().holds(answer, scope)) {
      throw http.failure(request, answer, "which is not what the file calls a success");
    }
    return output(answer);
  }

  private Values output(Response answer) throws ActionFailure {
    if (spec.output().isEmpty()) {
      return dev.firebreak.connector.declared.Spec.nothing();
    }
    JsonNode body = answer.json();
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonPointer> e : spec.output().entrySet()) {
      JsonNode found = body.at(e.getValue());
      if (!found.isMissingNode() && !found.isNull()) {
        values.put(e.getKey(), found);
      }
    }
    return new Values(values);
  }

  private Observation observe(Probe probe, Call<Values> call) throws ActionFailure {
    Scope scope = Scope.of(call, file.secrets());
    Request request = probe.request().render(scope, file.headers());
    Response answer = http.send(request);
    if (probe.holds().holds(answer, scope)) {
      return Observation.holds(detail(probe.holds(), answer));
    }
    if (probe.pending().isPresent() && probe.pending().get().holds(answer, scope)) {
      return Observation.pending(detail(probe.pending().get(), answer));
    }
    if (probe.absent().holds(answer, scope)) {
      return Observation.absent(detail(probe.absent(), answer));
    }
    throw ActionFailure.unavailable(
        "reading back "
            + spec.common().name()
            + " was answered HTTP "
            + answer.status()
            + ", which the file calls neither holds nor pending nor absent");
  }

  /** What was looked at, for people. */
  private static String detail(Condition met, Response answer) throws ActionFailure {
    StringBuilder seen = new StringBuilder("HTTP " + answer.status());
    for (JsonPointer p : List.copyOf(met.when().keySet())) {
      seen.append(" ").append(p).append("=").append(answer.json().at(p).asText());
    }
    return VendorHttp.oneLine(seen.toString());
  }
}
