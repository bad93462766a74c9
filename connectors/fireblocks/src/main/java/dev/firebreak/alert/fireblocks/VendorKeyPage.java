package dev.firebreak.alert.fireblocks;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The real page, at its one address and nowhere else. */
record VendorKeyPage(VendorHttp http, URI url) implements KeyPage {
  private static final int MAX_BYTES = 64 * 1024;

  static KeyPage open(URI url, List<String> privateHosts) {
    Endpoint endpoint = new Endpoint(url, Set.of(), Duration.ofSeconds(5), MAX_BYTES);
    return new VendorKeyPage(VendorHttp.open(endpoint, privateHosts, 2), url);
  }

  @Override
  public byte[] get() throws ActionFailure {
    Response answer = http.send(Request.get(url.toString()));
    if (!answer.ok()) {
      throw ActionFailure.refused("GET " + url + " answered HTTP " + answer.status());
    }
    return answer.body();
  }
}
