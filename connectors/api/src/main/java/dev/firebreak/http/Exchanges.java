package dev.firebreak.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Notes what goes over {@link VendorHttp} while somebody's thread works for one purpose, so that
 * what was said to a vendor can be shown later without having been kept. Safe for all threads.
 */
public final class Exchanges {
  /** Enough for what one step says; of one that says more the first are kept. */
  private static final int MOST = 50;

  private static final ThreadLocal<Exchanges> CURRENT = new ThreadLocal<>();

  private final List<Exchange> noted = new ArrayList<>();

  /** Ends the noting when it is closed. */
  public interface Noting extends AutoCloseable {
    @Override
    void close();
  }

  /** Notes what this thread exchanges until the result is closed. */
  public Noting begin() {
    CURRENT.set(this);
    return CURRENT::remove;
  }

  /** What was noted since the last call, in the order of answers. */
  public synchronized List<Exchange> take() {
    List<Exchange> all = List.copyOf(noted);
    noted.clear();
    return all;
  }

  private synchronized void add(Exchange exchange) {
    if (noted.size() < MOST) {
      noted.add(exchange);
    }
  }

  static void note(Request request, URI uri, Instant at, long nanos, Optional<Response> answer) {
    Exchanges current = CURRENT.get();
    if (current != null) {
      current.add(
          new Exchange(
              at,
              request.method(),
              String.valueOf(uri.getHost()),
              request.bodyBytes().length,
              sha256(said(request, uri), request.bodyBytes()),
              answer.map(Response::status),
              answer.map(r -> r.body().length).orElse(0),
              answer.map(r -> sha256(r.body())),
              nanos / 1_000_000));
    }
  }

  private static byte[] said(Request request, URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String line = request.method() + " " + uri.getRawPath() + query + "\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
