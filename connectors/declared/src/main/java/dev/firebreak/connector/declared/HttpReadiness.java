package dev.firebreak.connector.declared;

import com.fasterxml.jackson.core.JsonPointer;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.Optional;
import java.util.Set;

/** Asks the one request that a file names for it. */
record HttpReadiness(Spec spec, HttpFile file, VendorHttp http) {
  /**
   * @param account where the answer names us
   */
  record Spec(RequestTemplate request, Optional<JsonPointer> account) {
    static Spec of(Place place, Set<String> secrets) {
      place.object(Set.of("request", "account"));
      RequestTemplate request = RequestTemplate.of(place.at("request"), Set.of(), secrets);
      if (!request.reads()) {
        throw place.at("request").fault("readiness changes nothing: use GET");
      }
      return new Spec(request, place.maybe("account").map(a -> Condition.pointer(a.text(), a)));
    }
  }

  Readiness ask() throws ActionFailure {
    Request request = spec.request().render(Scope.of(file.secrets()), file.headers());
    Response answer = http.send(request);
    if (!answer.ok()) {
      throw http.failure(request, answer, "");
    }
    Readiness ready = Readiness.as(account(answer));
    for (HttpAction.Spec a : file.actions()) {
      ready =
          ready.untold(
              a.common().name(), "the credential is taken; whether it may do this is not asked");
    }
    return ready;
  }

  private String account(Response answer) throws ActionFailure {
    String host = file.endpoint().base().getHost();
    if (spec.account().isEmpty()) {
      return host;
    }
    String name = VendorHttp.oneLine(answer.json().at(spec.account().get()).asText(""));
    return name.isBlank() ? host : name + " at " + host;
  }
}
