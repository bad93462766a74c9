package dev.firebreak.system;

import dev.firebreak.connector.Json;
import dev.firebreak.support.Canaries;
import dev.firebreak.support.LocalVendor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vendor that answers with errors, and repeats in them what it was sent: a header, the path or
 * the body, each in turn, alone or behind so many words that a text which is cut ends within it.
 * Who asks it for an access token gets one every other time.
 */
final class Parrot implements AutoCloseable {
  private static final List<Integer> ERRORS = List.of(400, 401, 403, 404, 409, 422, 400, 429, 500);
  private static final List<Integer> WORDS_BEFORE = List.of(0, 170, 150, 120, 90);
  private static final List<String> PLACES =
      List.of(
          "message",
          "error_description",
          "errorSummary",
          "detail",
          "title",
          "code",
          "reason",
          "errorCode",
          "name",
          "msg",
          "description",
          "status_text",
          "result",
          "status");

  private final Canaries canaries;
  private final AtomicInteger next = new AtomicInteger();
  private final LocalVendor vendor = LocalVendor.start(this::answer);

  /**
   * @param canaries learns the access tokens that are given out
   */
  Parrot(Canaries canaries) {
    this.canaries = canaries;
  }

  URI url() {
    return vendor.url();
  }

  List<LocalVendor.Call> calls() {
    return vendor.calls();
  }

  private LocalVendor.Reply answer(LocalVendor.Call call) {
    int n = next.getAndIncrement();
    boolean asksForToken =
        call.path().matches(".*(token|login)[^/]*") && call.method().equals("POST");
    if (asksForToken && n % 2 == 0) {
      return new LocalVendor.Reply(200, Json.write(token(call.path())));
    }
    List<String> heard = heard(call);
    int before = WORDS_BEFORE.get(n / heard.size() % WORDS_BEFORE.size());
    String said = "blah ".repeat(before / 5) + heard.get(n % heard.size());
    int status = ERRORS.get(n % ERRORS.size());
    return new LocalVendor.Reply(
        status, call.path().equals("/api/") ? xml(said) : Json.write(complaint(said, status, n)));
  }

  /** As PAN-OS does. */
  private static String xml(String said) {
    String text = said.replace("&", "&amp;").replace("<", "&lt;");
    return "<response status=\"error\" code=\"403\"><result><msg>"
        + text
        + "</msg></result></response>";
  }

  private Map<String, Object> token(String path) {
    String token = Canaries.word();
    canaries.add("access token of " + path, token);
    return Map.of(
        "access_token",
        token,
        "token_type",
        "Bearer",
        "expires_in",
        3_600,
        "auth",
        Map.of("client_token", token, "lease_duration", 3_600));
  }

  private static List<String> heard(LocalVendor.Call call) {
    List<String> all = new ArrayList<>();
    call.headers().forEach((name, values) -> all.add(name + ": " + String.join(" ", values)));
    all.removeIf(h -> h.matches("(?i)(host|accept|user-agent|connection|content-[a-z]+): .*"));
    all.add(call.method() + " " + call.path());
    if (!call.body().isEmpty()) {
      all.add(call.body());
    }
    return all;
  }

  /** Vendors differ in whether these are texts, numbers, objects or lists. */
  private static Map<String, Object> complaint(String said, int status, int n) {
    Map<String, Object> all = new TreeMap<>();
    PLACES.forEach(place -> all.put(place, said));
    Map<String, Object> one = new TreeMap<>(all);
    one.put("code", n % 2 == 0 ? said : -32_000);
    all.put("code", n % 2 == 0 ? said : status);
    all.put("kind", "Status");
    all.put("apiVersion", "v1");
    all.put("ok", false);
    all.put("errorMessages", List.of(said));
    all.put("errors", n % 3 == 0 ? one : n % 3 == 1 ? List.of(said) : List.of(one));
    all.put("error", n % 4 == 3 ? said : one);
    return all;
  }

  @Override
  public void close() {
    vendor.close();
  }
}
