package dev.firebreak.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A vendor at a real socket: WireMock on 127.0.0.1 and a free port. A later answer to the same
 * request replaces an earlier one; {@link #instead} beats them all until {@link #forget}. What
 * nothing answers is 404. Safe for all threads.
 */
public final class FakeVendor implements AutoCloseable {
  private static final int OVERRIDE = 1;

  private final WireMockServer server;

  private FakeVendor(WireMockServer server) {
    this.server = server;
  }

  public static FakeVendor start() {
    WireMockServer server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .gzipDisabled(true));
    server.start();
    return new FakeVendor(server);
  }

  /** Base URL without a trailing slash, for example {@code http://127.0.0.1:41234}. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The server itself, for stubs and checks that the helpers do not cover. */
  public WireMockServer wireMock() {
    return server;
  }

  /**
   * Answers a request.
   *
   * @param method upper case, or {@code ANY}
   * @param pathPattern regular expression over the whole raw path, without the query
   */
  public FakeVendor on(String method, String pathPattern, ResponseDefinitionBuilder answer) {
    server.stubFor(request(method, urlPathMatching(pathPattern)).willReturn(answer));
    return this;
  }

  /** Any WireMock stub, for answers that depend on more than method and path. */
  public FakeVendor on(MappingBuilder stub) {
    server.stubFor(stub);
    return this;
  }

  /** Answers a request, whatever else was said about it. */
  public FakeVendor instead(String method, String pathPattern, ResponseDefinitionBuilder answer) {
    server.stubFor(
        request(method, urlPathMatching(pathPattern)).atPriority(OVERRIDE).willReturn(answer));
    return this;
  }

  /**
   * Answers exactly this request, query included, whatever else was said about it, while something
   * is tried; then as before.
   */
  void whileAnswering(
      LoggedRequest request, ResponseDefinitionBuilder answer, Runnable somethingTried) {
    StubMapping stub =
        server.stubFor(
            request(request.getMethod().getName(), urlEqualTo(request.getUrl()))
                .atPriority(OVERRIDE)
                .willReturn(answer));
    try {
      somethingTried.run();
    } finally {
      server.removeStub(stub);
      server.resetRequests();
    }
  }

  /** Answers every request, whatever else was said about any. */
  public FakeVendor insteadOfAll(ResponseDefinitionBuilder answer) {
    server.stubFor(any(urlPathMatching(".*")).atPriority(OVERRIDE).willReturn(answer));
    return this;
  }

  /** Forgets all answers and all received requests. */
  public void forget() {
    server.resetAll();
  }

  /** Forgets the received requests only. */
  public void forgetRequests() {
    server.resetRequests();
  }

  /** Everything received since the last reset, oldest first. */
  public List<LoggedRequest> received() {
    return exchanges().stream().map(ServeEvent::getRequest).toList();
  }

  /** The received requests of one method ({@code ANY} for all) whose raw path matches. */
  public List<LoggedRequest> received(String method, String pathPattern) {
    return received().stream().filter(r -> matches(r, method, pathPattern)).toList();
  }

  public int count(String method, String pathPattern) {
    return received(method, pathPattern).size();
  }

  /** What was asked and answered, each request once. */
  List<ServeEvent> differentExchanges() {
    Map<String, ServeEvent> byRequest = new LinkedHashMap<>();
    exchanges()
        .forEach(
            e ->
                byRequest.putIfAbsent(
                    e.getRequest().getMethod() + " " + e.getRequest().getUrl(), e));
    return List.copyOf(byRequest.values());
  }

  private List<ServeEvent> exchanges() {
    List<ServeEvent> oldestFirst = new ArrayList<>(server.getAllServeEvents());
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  static boolean matches(LoggedRequest request, String method, String pathPattern) {
    String url = request.getUrl();
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    return (method.equals("ANY") || request.getMethod().getName().equals(method))
        && path.matches(pathPattern);
  }

  @Override
  public void close() {
    server.stop();
  }
}
