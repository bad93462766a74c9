package dev.firebreak.alert.guardduty;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The real SNS, over TLS, at its known hosts and nowhere else. */
record VendorSnsPages(VendorHttp http) implements SnsPages {
  private static final int MAX_BYTES = 64 * 1024;

  static SnsPages open(SnsHosts hosts) {
    URI base = URI.create("https://" + hosts.names().get(0));
    Endpoint endpoint =
        new Endpoint(base, Set.copyOf(hosts.names()), Duration.ofSeconds(5), MAX_BYTES);
    return new VendorSnsPages(VendorHttp.open(endpoint, List.of(), 4));
  }

  @Override
  public byte[] get(URI url) throws ActionFailure {
    Response answer = http.send(Request.get(url.toString()));
    if (!answer.ok()) {
      throw ActionFailure.refused(
          "GET " + url.getHost() + url.getRawPath() + " answered HTTP " + answer.status());
    }
    return answer.body();
  }
}
