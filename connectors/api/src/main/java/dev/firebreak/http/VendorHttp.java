package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The only thing in Firebreak that opens connections to vendors, one for each instance. It connects
 * to the endpoint's hosts and no others, over https unless the operator listed the host as private,
 * follows no redirect, sends no cookies, decompresses nothing, and connects to exactly the address
 * that was checked. An exchange ends after at most four times the endpoint's time limit. Safe for
 * all threads; calls block.
 */
public final class VendorHttp implements AutoCloseable {
  private static final int LONGEST_QUOTE = 200;

  /** Ends exchanges whose every byte comes in time and which still never end. */
  private static final ScheduledThreadPoolExecutor ENDER = ender();

  private final Endpoint endpoint;
  private final CloseableHttpClient client;
  private final Clock clock;
  private final AddressGuard guard;
  private final AtomicLong refusals = new AtomicLong();
  private volatile Vitals vitals = Vitals.NONE;

  private VendorHttp(Endpoint endpoint, AddressGuard guard, int maxConnections, Clock clock) {
    this.endpoint = endpoint;
    this.guard = guard;
    this.clock = clock;
    Timeout timeout = Timeout.of(endpoint.timeout());
    PoolingHttpClientConnectionManagerBuilder builder =
        PoolingHttpClientConnectionManagerBuilder.create();
    endpoint.caPem().ifPresent(pem -> builder.setTlsSocketStrategy(OwnAuthority.trusting(pem)));
    PoolingHttpClientConnectionManager connections =
        builder
            .setDnsResolver(new GuardedDns(guard))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(65_536)
                            .setMaxHeaderCount(500)
                            .build())
                    .build())
            .setMaxConnPerRoute(maxConnections)
            .setMaxConnTotal(maxConnections)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout)
                    .setSocketTimeout(timeout)
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setTimeToLive(TimeValue.ofMinutes(5))
                    .build())
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout)
                    .setResponseTimeout(timeout)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Firebreak")
            .build();
  }

  private static ScheduledThreadPoolExecutor ender() {
    ScheduledThreadPoolExecutor ender =
        new ScheduledThreadPoolExecutor(
            1,
            r -> {
              Thread t = new Thread(r, "vendor-http-ender");
              t.setDaemon(true);
              return t;
            });
    ender.setRemoveOnCancelPolicy(true);
    return ender;
  }

  /**
   * @param privateHosts host names, addresses or CIDR ranges in loopback or private networks that
   *     the operator allows this instance to reach, and to reach without TLS; empty for a public
   *     vendor
   */
  public static VendorHttp open(Endpoint endpoint, List<String> privateHosts) {
    return open(endpoint, privateHosts, 32);
  }

  /** {@link #open(Endpoint, List)} with a limit on open connections. */
  public static VendorHttp open(Endpoint endpoint, List<String> privateHosts, int maxConnections) {
    AddressGuard guard = new AddressGuard(privateHosts);
    guard.checkScheme(endpoint.base());
    return new VendorHttp(endpoint, guard, maxConnections, Clock.systemUTC());
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** How many answers said that our credential is not taken (HTTP 401). */
  public long refusals() {
    return refusals.get();
  }

  /** What the vendor's answers said about the connection itself. */
  public Vitals vitals() {
    return vitals;
  }

  /**
   * Sends one request once.
   *
   * @return any answer except those below: 2xx, and 4xx that only the caller can judge
   * @throws ActionFailure UNAVAILABLE for no connection, 429, 503; UNKNOWN for time-outs and
   *     dropped connections after the request may have arrived, other 5xx to a changing method, and
   *     an answer over the size limit; REFUSED for 3xx, 401 and 403
   */
  public Response send(Request request) throws ActionFailure {
    return accepted(request, exchange(request), "");
  }

  /**
   * Sends one request and returns whatever the vendor answered, for callers that map the status
   * themselves.
   *
   * @throws ActionFailure as {@link #send}, without the status rules
   */
  public Response exchange(Request request) throws ActionFailure {
    URI uri = resolve(request);
    String what = request.method() + " " + uri.getHost() + uri.getRawPath();
    HttpUriRequestBase wire = onTheWire(request, uri);
    ScheduledFuture<?> end =
        ENDER.schedule(wire::cancel, 4 * endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
    Instant at = clock.instant();
    long began = System.nanoTime();
    Optional<Response> noted = Optional.empty();
    try {
      Response answer = client.execute(HttpHost.create(uri), wire, r -> read(wire, r, what));
      noted = Optional.of(answer);
      vitals = vitals.after(answer, clock.instant());
      if (answer.status() == 401) {
        refusals.incrementAndGet();
      }
      return answer;
    } catch (TooLarge e) {
      throw isRead(request)
          ? ActionFailure.unavailable(e.getMessage())
          : ActionFailure.unknown(e.getMessage());
    } catch (AddressGuard.Forbidden e) {
      throw ActionFailure.refused(what + ": " + e.getMessage());
    } catch (UnknownHostException e) {
      throw ActionFailure.unavailable(what + ": host name not found; check the connector's url", e);
    } catch (ConnectTimeoutException
        | ConnectionRequestTimeoutException
        | NoRouteToHostException e) {
      throw ActionFailure.unavailable(
          what + ": no connection within " + endpoint.timeout().toMillis() + " ms", e);
    } catch (HttpHostConnectException e) {
      throw ActionFailure.unavailable(what + ": connection refused", e);
    } catch (ConnectException e) {
      throw ActionFailure.unavailable(what + ": connection refused", e);
    } catch (IOException e) {
      String message = what + ": no complete answer (" + e.getClass().getSimpleName() + ")";
      throw isRead(request)
          ? ActionFailure.unavailable(message, e)
          : ActionFailure.unknown(message, e);
    } finally {
      end.cancel(false);
      Exchanges.note(request, uri, at, System.nanoTime() - began, noted);
    }
  }

  private static HttpUriRequestBase onTheWire(Request request, URI uri) {
    HttpUriRequestBase wire = new HttpUriRequestBase(request.method(), uri);
    request.headers().forEach(wire::addHeader);
    request
        .body()
        .ifPresent(
            b ->
                wire.setEntity(
                    new ByteArrayEntity(
                        b,
                        Optional.ofNullable(request.headers().get("Content-Type"))
                            .map(ContentType::parse)
                            .orElse(null))));
    return wire;
  }

  /**
   * The status rules of {@link #send}, for an answer that {@link #exchange} gave.
   *
   * @param said the vendor's own words on what is wrong, empty for none; goes into the failure's
   *     message by {@link #oneLine}. Secrets are for the caller to take out
   * @return the answer, where it is one that send returns
   * @throws ActionFailure as {@link #send} for the statuses it names
   */
  public Response accepted(Request request, Response r, String said) throws ActionFailure {
    int status = r.status();
    if (status >= 500 || status == 429 || status == 401 || status == 403 || status / 100 == 3) {
      throw failure(request, r, said);
    }
    return r;
  }

  /**
   * What an answer without success means: as {@link #send} for the statuses it names, and REFUSED
   * for all others.
   *
   * @param said as for {@link #accepted}
   */
  public ActionFailure failure(Request request, Response r, String said) {
    String words = oneLine(said);
    String what =
        request.method()
            + " "
            + endpoint.base().getHost()
            + path(request)
            + " answered HTTP "
            + r.status()
            + (words.isEmpty() ? "" : " (" + words + ")");
    return switch (r.status()) {
      case 429, 503 ->
          retryAfter(r)
              .map(
                  d ->
                      ActionFailure.unavailable(
                          what + "; it asks to wait " + d.toSeconds() + " s", d))
              .orElseGet(() -> ActionFailure.unavailable(what));
      case 401, 403 ->
          ActionFailure.refused(
              what + ": check the credential of this connector and its permissions");
      default -> otherFailure(request, r.status(), what);
    };
  }

  private static ActionFailure otherFailure(Request request, int status, String what) {
    if (status >= 500) {
      return isRead(request) ? ActionFailure.unavailable(what) : ActionFailure.unknown(what);
    }
    return ActionFailure.refused(
        status / 100 == 3
            ? what + ": redirects are not followed; check the connector's url"
            : what);
  }

  /**
   * A vendor's text as one line for a message, at most 200 characters, without control and format
   * characters: it may repeat what an alert's sender chose.
   */
  public static String oneLine(String said) {
    String line = said.replaceAll("[\\p{C}\\s\\p{Zl}\\p{Zp}]+", " ").strip();
    if (line.length() <= LONGEST_QUOTE) {
      return line;
    }
    int end = LONGEST_QUOTE - 3;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }

  /** Retry-After as seconds or HTTP date; at most one hour. */
  private Optional<Duration> retryAfter(Response r) {
    return r.header("retry-after")
        .flatMap(
            v -> {
              try {
                Duration d =
                    v.strip().matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(v.strip()))
                        : Duration.between(
                            Instant.now(clock),
                            ZonedDateTime.parse(v.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
                Duration bounded = d.isNegative() ? Duration.ZERO : d;
                return Optional.of(
                    bounded.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : bounded);
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  private static String path(Request request) {
    String t = request.target();
    String p = t.startsWith("/") ? t : URI.create(t).getRawPath();
    int q = p.indexOf('?');
    return q < 0 ? p : p.substring(0, q);
  }

  private static boolean isRead(Request request) {
    return isRead(request.method());
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private URI resolve(Request request) throws ActionFailure {
    URI uri =
        URI.create(
            request.target().startsWith("/")
                ? endpoint.base() + request.target()
                : request.target());
    boolean known =
        endpoint.base().getHost().equalsIgnoreCase(uri.getHost())
                && endpoint.base().getPort() == uri.getPort()
            || endpoint.moreHosts().stream().anyMatch(h -> h.equalsIgnoreCase(uri.getHost()));
    if (!known || uri.getRawUserInfo() != null) {
      throw ActionFailure.refused(
          "host '" + uri.getHost() + "' is not one this connector may call");
    }
    try {
      guard.checkScheme(uri);
      guard.checkLiteral(uri.getHost());
    } catch (IllegalArgumentException | AddressGuard.Forbidden e) {
      throw ActionFailure.refused(String.valueOf(e.getMessage()));
    }
    return uri;
  }

  private Response read(HttpUriRequestBase wire, ClassicHttpResponse r, String what)
      throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header h : r.getHeaders()) {
      headers
          .computeIfAbsent(h.getName().toLowerCase(Locale.ROOT), k -> new ArrayList<>())
          .add(String.valueOf(h.getValue()));
    }
    HttpEntity entity = r.getEntity();
    if (entity == null) {
      return new Response(isRead(wire.getMethod()), r.getCode(), headers, new byte[0]);
    }
    long until =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(endpoint.timeout().toMillis()) * 3;
    try (InputStream in = entity.getContent()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > endpoint.maxResponseBytes()) {
          // Closing the stream of a live connection would read the rest.
          wire.cancel();
          throw new TooLarge(
              what
                  + ": the answer is over "
                  + endpoint.maxResponseBytes()
                  + " bytes and was not read");
        }
        if (System.nanoTime() > until) {
          wire.cancel();
          throw new IOException("the answer trickled in for too long");
        }
      }
      // Of a success nothing is quoted, and what it holds may rightly be what was sent.
      byte[] all = out.toByteArray();
      byte[] body = r.getCode() / 100 == 2 ? all : Echo.removed(wire.getHeaders(), all);
      return new Response(isRead(wire.getMethod()), r.getCode(), headers, body);
    }
  }

  @Override
  public void close() {
    client.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
  }

  private static final class TooLarge extends IOException {
    TooLarge(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** Resolves once; what it returns is what is connected to. */
  private record GuardedDns(AddressGuard guard) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] all = InetAddress.getAllByName(host);
      for (InetAddress a : all) {
        guard.check(host, a);
      }
      return all;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
