package dev.firebreak.alert.guardduty;

import dev.firebreak.connector.ActionFailure;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SNS's signing certificates, fetched once and kept while they are valid. At most {@value
 * #FETCHES_A_MINUTE} fetches a minute, so that nobody can use us to call SNS.
 */
final class SnsCertificates {
  private static final int FETCHES_A_MINUTE = 20;
  private static final int KEPT = 16;

  private final SnsPages pages;
  private final CertificateTrust trust;
  private final Map<URI, X509Certificate> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
          return size() > KEPT;
        }
      };
  private final Deque<Instant> fetches = new ArrayDeque<>();

  SnsCertificates(SnsPages pages, CertificateTrust trust) {
    this.pages = pages;
    this.trust = trust;
  }

  /**
   * The trusted certificate at an already checked URL.
   *
   * @throws CertificateUnavailable when SNS could not be asked, or was asked too often
   */
  X509Certificate at(URI url, Instant now) throws NotFromSns, CertificateUnavailable {
    Optional<X509Certificate> known = known(url);
    if (known.isPresent()) {
      trust.checkDates(known.get(), now);
      return known.get();
    }
    List<X509Certificate> chain = parse(fetch(url, now));
    trust.check(chain, now);
    keep(url, chain.get(0));
    return chain.get(0);
  }

  private synchronized Optional<X509Certificate> known(URI url) {
    return Optional.ofNullable(kept.get(url));
  }

  private synchronized void keep(URI url, X509Certificate certificate) {
    kept.put(url, certificate);
  }

  private synchronized void admit(Instant now) throws CertificateUnavailable {
    Instant minuteAgo = now.minus(Duration.ofMinutes(1));
    while (!fetches.isEmpty() && fetches.getFirst().isBefore(minuteAgo)) {
      fetches.removeFirst();
    }
    if (fetches.size() >= FETCHES_A_MINUTE) {
      throw new CertificateUnavailable("too many unknown signing certificates within a minute");
    }
    fetches.addLast(now);
  }

  private byte[] fetch(URI url, Instant now) throws NotFromSns, CertificateUnavailable {
    try {
      return fetchOnce(url, now);
    } catch (ActionFailure first) {
      // A connection that SNS has closed meanwhile looks like this; the next one is new.
    }
    try {
      return fetchOnce(url, now);
    } catch (ActionFailure second) {
      throw new CertificateUnavailable("signing certificate, tried twice: " + second.getMessage());
    }
  }

  /**
   * @throws ActionFailure UNAVAILABLE alone
   */
  private byte[] fetchOnce(URI url, Instant now)
      throws NotFromSns, CertificateUnavailable, ActionFailure {
    try {
      admit(now);
      return pages.get(url);
    } catch (ActionFailure f) {
      if (f.kind() != ActionFailure.Kind.UNAVAILABLE) {
        throw new NotFromSns("signing certificate: " + f.getMessage());
      }
      throw f;
    }
  }

  private static List<X509Certificate> parse(byte[] pem) throws NotFromSns {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty() || chain.size() > 6) {
        throw new NotFromSns("signing certificate file holds none, or more than a chain");
      }
      return chain;
    } catch (CertificateException e) {
      throw new NotFromSns("signing certificate file is no PEM certificate");
    }
  }
}
