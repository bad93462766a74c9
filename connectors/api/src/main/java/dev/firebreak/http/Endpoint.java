package dev.firebreak.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where one instance may connect to.
 *
 * @param base scheme, host, port and an optional path prefix without a trailing slash
 * @param moreHosts further host names that absolute requests may go to, besides the base's
 * @param timeout for connecting, and for each wait for bytes of an answer
 * @param maxResponseBytes a longer answer is refused
 * @param caPem certificates of the only authorities trusted here, in PEM; empty for the Java
 *     runtime's own. Host names are verified either way
 */
public record Endpoint(
    URI base,
    Set<String> moreHosts,
    Duration timeout,
    int maxResponseBytes,
    Optional<String> caPem) {
  public Endpoint {
    if (base.getHost() == null
        || base.getScheme() == null
        || base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "url '" + base + "' must be like https://host[:port][/path]");
    }
    moreHosts = Set.copyOf(moreHosts);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be over 0, got " + timeout);
    }
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    if (path.endsWith("/")) {
      base = URI.create(base.toString().replaceAll("/+$", ""));
    }
  }

  /** An endpoint whose certificate the Java runtime trusts. */
  public Endpoint(URI base, Set<String> moreHosts, Duration timeout, int maxResponseBytes) {
    this(base, moreHosts, timeout, maxResponseBytes, Optional.empty());
  }

  /** The usual limits: 10 s and 2 MiB. */
  public static Endpoint at(URI base) {
    return new Endpoint(base, Set.of(), Duration.ofSeconds(10), 2 * 1024 * 1024);
  }

  public Endpoint withTimeout(Duration timeout) {
    return new Endpoint(base, moreHosts, timeout, maxResponseBytes, caPem);
  }

  /**
   * Trusts these authorities and no others, for vendors with a certificate authority of their own.
   */
  public Endpoint withCa(String pem) {
    return new Endpoint(base, moreHosts, timeout, maxResponseBytes, Optional.of(pem));
  }
}
