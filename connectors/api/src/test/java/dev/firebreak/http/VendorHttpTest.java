package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VendorHttpTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int MOST_BYTES = 50_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private VendorHttp http;

  VendorHttpTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(local(), 0), 0);
    http = open(url(), Duration.ofSeconds(20));
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    http.close();
    server.stop(0);
    threads.shutdownNow();
  }

  // ---- where it connects to

  @Test
  void aRedirectIsNotFollowed() {
    answer("/from", 302, Map.of("Location", url() + "/to"), "");
    answer("/to", 200, Map.of(), "{}");

    ActionFailure f = failure(Request.get("/from"));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f).hasMessageContaining("redirects are not followed");
    assertThat(asked).containsExactly("GET /from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/x",
        "https://169.254.169.254/latest/meta-data",
        "https://vendor.example@evil.example/x",
        "https://user@vendor.example/x",
        "https://user:pass@vendor.example/x",
        "https://vendor.example.evil.example/x",
        "https://vendor.example:8443/x",
        "https://2130706433/x",
        "http://vendor.example/x"
      })
  void absoluteUrlsGoToTheEndpointsHostsAlone(String url) {
    try (VendorHttp vendor =
        VendorHttp.open(Endpoint.at(URI.create("https://vendor.example")), List.of())) {
      ActionFailure f =
          catchThrowableOfType(ActionFailure.class, () -> vendor.exchange(Request.get(url)));

      assertThat(f.kind()).isEqualTo(Kind.REFUSED);
      assertThat(f.getMessage()).doesNotContain("pass@");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1",
        "https://[::1]",
        "https://169.254.169.254",
        "https://0177.0.0.1",
        "https://[::ffff:127.0.0.1]",
        "https://[64:ff9b::7f00:1]",
        "https://2130706433",
        "https://0x7f000001",
        "https://localhost"
      })
  void anEndpointInsideIsRefusedUnlessItIsListed(String url) {
    try (VendorHttp vendor = VendorHttp.open(Endpoint.at(URI.create(url)), List.of())) {
      ActionFailure f =
          catchThrowableOfType(ActionFailure.class, () -> vendor.send(Request.post("/x")));

      assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pass@vendor.example",
        "https://vendor.example?x=1",
        "https://127.0.0.1#@vendor.example",
        "vendor.example",
        "https:///x"
      })
  void anEndpointThatIsNoPlainHostIsRefused(String url) {
    assertThatThrownBy(() -> Endpoint.at(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plainHttpToAHostThatIsNotListedIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> VendorHttp.open(Endpoint.at(URI.create("http://vendor.example")), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x\r\nHost: evil.example", "x\nX-Other: y", "x\rY: z", "x\u0000", "\u007f"})
  void aHeaderCannotCarryAnother(String value) {
    assertThatThrownBy(() -> Request.get("/x").withHeader("X-Note", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'X-Note'")
        .hasMessageNotContaining("evil");
    assertThatThrownBy(() -> Request.get("/x").withHeader(value, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- what an answer means

  @ParameterizedTest
  @CsvSource({
    "GET, 401, REFUSED", "GET, 403, REFUSED", "GET, 429, UNAVAILABLE", "POST, 429, UNAVAILABLE",
    "POST, 503, UNAVAILABLE", "GET, 500, UNAVAILABLE", "POST, 500, UNKNOWN", "POST, 502, UNKNOWN",
    "DELETE, 504, UNKNOWN", "POST, 307, REFUSED"
  })
  void aStatusHasItsKind(String method, int status, Kind kind) {
    answer("/x", status, Map.of(), "");

    ActionFailure f = failure(new Request(method, "/x?token=t0p", Map.of(), Optional.empty()));

    assertThat(f.kind()).isEqualTo(kind);
    assertThat(f)
        .hasMessageContaining(method + " 127.0.0.1/x answered HTTP " + status)
        .hasMessageNotContaining("t0p");
  }

  @Test
  void otherClientErrorsAreTheCallersToJudge() throws ActionFailure {
    answer("/x", 404, Map.of(), "none");

    assertThat(http.send(Request.get("/x")).text()).isEqualTo("none");
  }

  @Test
  void theSameRulesAreAppliedToAnAnswerAlreadyReceived() throws ActionFailure {
    answer("/x", 403, Map.of(), "");
    answer("/y", 404, Map.of(), "");
    Request x = Request.get("/x");
    Request y = Request.get("/y");
    Response forbidden = http.exchange(x);
    Response missing = http.exchange(y);

    ActionFailure f =
        catchThrowableOfType(
            ActionFailure.class,
            () ->
                http.accepted(x, forbidden, "no\r\nright\u0000 to\u202e list " + "x".repeat(500)));

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f)
        .hasMessageContaining("HTTP 403 (no right to list xxx")
        .hasMessageContaining("x...): check the credential");
    assertThat(f.getMessage().length()).isLessThan(320);
    assertThat(http.accepted(y, missing, "")).isSameAs(missing);
    assertThat(http.failure(y, missing, "gone"))
        .hasMessage("GET 127.0.0.1/y answered HTTP 404 (gone)")
        .extracting(e -> ((ActionFailure) e).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void aQuoteIsCutBetweenCharacters() {
    String line = VendorHttp.oneLine("x".repeat(196) + "\uD83D\uDE00" + "y".repeat(10));

    assertThat(line).isEqualTo("x".repeat(196) + "...");
  }

  @Test
  void aPauseIsReadAsSecondsOrAsADate() {
    answer("/seconds", 429, Map.of("Retry-After", "7"), "");
    answer("/long", 503, Map.of("Retry-After", "999999"), "");
    answer("/date", 429, Map.of("Retry-After", date(Duration.ofMinutes(30))), "");
    answer("/past", 429, Map.of("Retry-After", date(Duration.ofMinutes(-30))), "");
    answer("/rubbish", 429, Map.of("Retry-After", "soon"), "");

    assertThat(failure(Request.get("/seconds")).retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure(Request.get("/long")).retryAfter()).contains(Duration.ofHours(1));
    assertThat(failure(Request.get("/date")).retryAfter())
        .hasValueSatisfying(
            d -> assertThat(d).isBetween(Duration.ofMinutes(28), Duration.ofMinutes(30)));
    assertThat(failure(Request.get("/past")).retryAfter()).contains(Duration.ZERO);
    assertThat(failure(Request.get("/rubbish")).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, 200, UNAVAILABLE", "POST, 200, UNKNOWN", "POST, 404, UNAVAILABLE"})
  void anAnswerThatIsNoJsonHasItsKind(String method, int status, Kind kind) throws ActionFailure {
    answer("/x", status, Map.of("Content-Type", "text/html"), "<html>");
    Response r = http.send(new Request(method, "/x", Map.of(), Optional.empty()));

    ActionFailure f = catchThrowableOfType(ActionFailure.class, r::json);

    assertThat(f.kind()).isEqualTo(kind);
    assertThat(f).hasMessageContaining("text/html").hasMessageNotContaining("<html>");
  }

  // ---- answers that do not come, or do not end

  @ParameterizedTest
  @CsvSource({"GET, UNAVAILABLE", "POST, UNKNOWN", "DELETE, UNKNOWN"})
  void aTimeOutHasItsKind(String method, Kind kind) {
    server.createContext("/x", x -> await());
    try (VendorHttp hasty = open(url(), SHORT)) {
      assertThat(failure(hasty, new Request(method, "/x", Map.of(), Optional.empty())).kind())
          .isEqualTo(kind);
    }
  }

  @Test
  void nobodyListeningIsUnavailableEvenForAChange() throws IOException {
    String closed;
    try (ServerSocket socket = new ServerSocket(0, 1, local())) {
      closed = "http://127.0.0.1:" + socket.getLocalPort();
    }
    try (VendorHttp vendor = open(closed, Duration.ofSeconds(20))) {
      ActionFailure f = failure(vendor, Request.post("/x"));

      assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(f).hasMessageContaining("connection refused");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, UNAVAILABLE", "POST, UNKNOWN"})
  void anOversizedAnswerIsNotRead(String method, Kind kind) {
    answer("/x", 200, Map.of(), "x".repeat(MOST_BYTES + 1));

    ActionFailure f = failure(new Request(method, "/x", Map.of(), Optional.empty()));

    assertThat(f.kind()).isEqualTo(kind);
    assertThat(f).hasMessageContaining("over " + MOST_BYTES + " bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFF\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Endless: "
      })
  void anAnswerThatOnlyDripsEnds(String begin) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, local());
        VendorHttp hasty = open("http://127.0.0.1:" + socket.getLocalPort(), SHORT)) {
      var unused = threads.submit(() -> drip(socket, begin));

      assertThat(failure(hasty, Request.get("/x")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void anEndlessHeaderIsNotCollected() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, local());
        VendorHttp vendor =
            open("http://127.0.0.1:" + socket.getLocalPort(), Duration.ofSeconds(20))) {
      var unused =
          threads.submit(
              () -> {
                try (Socket s = socket.accept()) {
                  byte[] much = new byte[8192];
                  java.util.Arrays.fill(much, (byte) 'x');
                  s.getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                  while (over.getCount() > 0) {
                    s.getOutputStream().write(much);
                  }
                }
                return null;
              });

      assertThat(failure(vendor, Request.post("/x")).kind()).isEqualTo(Kind.UNKNOWN);
    }
  }

  // ---- how

  private Object drip(ServerSocket socket, String begin) throws Exception {
    try (Socket s = socket.accept()) {
      s.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      while (!over.await(30, TimeUnit.MILLISECONDS)) {
        s.getOutputStream().write('x');
      }
    }
    return "over";
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(String path, int status, Map<String, String> headers, String body) {
    server.createContext(path, x -> answer(x, status, headers, body));
  }

  private void answer(HttpExchange x, int status, Map<String, String> headers, String body)
      throws IOException {
    asked.add(x.getRequestMethod() + " " + x.getRequestURI().getPath());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    headers.forEach(x.getResponseHeaders()::set);
    x.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    x.getResponseBody().write(bytes);
    x.close();
  }

  private ActionFailure failure(Request request) {
    return failure(http, request);
  }

  private static ActionFailure failure(VendorHttp http, Request request) {
    ActionFailure f = catchThrowableOfType(ActionFailure.class, () -> http.send(request));
    assertThat(f).as("%s %s", request.method(), request.target()).isNotNull();
    return f;
  }

  private static VendorHttp open(String url, Duration timeout) {
    return VendorHttp.open(
        new Endpoint(URI.create(url), Set.of(), timeout, MOST_BYTES), List.of("127.0.0.1"));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String date(Duration fromNow) {
    return ZonedDateTime.now(ZoneOffset.UTC)
        .plus(fromNow)
        .format(DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static InetAddress local() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
