package dev.firebreak.alert.guardduty;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Decides whether a certificate file is SNS's: its name, its dates, its key and its chain.
 *
 * <p>A file with its issuers must lead to a trusted root. A file with the leaf alone, whose issuer
 * is no root of the JDK, rests on the TLS connection to the SNS host it came over: nothing here
 * fetches missing issuers, because their addresses are plain HTTP and chosen by the certificate.
 */
final class CertificateTrust {
  private static final Pattern NAME =
      Pattern.compile("sns(?:[.-][a-z0-9-]+)?\\.amazonaws\\.com(?:\\.cn)?");
  private static final int SHORTEST_KEY_BITS = 2048;

  private final Set<TrustAnchor> anchors;

  CertificateTrust(List<X509Certificate> roots) {
    Set<TrustAnchor> all = new HashSet<>();
    roots.forEach(r -> all.add(new TrustAnchor(r, null)));
    this.anchors = Set.copyOf(all);
  }

  /** The roots this Java trusts for TLS. */
  static CertificateTrust ofTheJdk() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager m : factory.getTrustManagers()) {
        if (m instanceof X509TrustManager x) {
          return new CertificateTrust(Arrays.asList(x.getAcceptedIssuers()));
        }
      }
      throw new IllegalStateException("this Java has no X.509 trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java's trust store cannot be read", e);
    }
  }

  /**
   * @param chain the leaf first, then any others the file held
   */
  void check(List<X509Certificate> chain, Instant now) throws NotFromSns {
    X509Certificate leaf = chain.get(0);
    checkDates(leaf, now);
    if (!NAME.matcher(commonName(leaf)).matches()) {
      throw new NotFromSns("signing certificate is not named sns.amazonaws.com");
    }
    if (!(leaf.getPublicKey() instanceof RSAPublicKey key)
        || key.getModulus().bitLength() < SHORTEST_KEY_BITS) {
      throw new NotFromSns("signing certificate has no RSA key of 2048 bits or more");
    }
    boolean alone = chain.size() == 1 && !issuerIsAnchor(leaf);
    if (!alone || isSelfSigned(leaf)) {
      checkPath(chain, now);
    }
  }

  void checkDates(X509Certificate certificate, Instant now) throws NotFromSns {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      throw new NotFromSns("signing certificate has expired or is not valid yet");
    }
  }

  private static boolean isSelfSigned(X509Certificate c) {
    return c.getSubjectX500Principal().equals(c.getIssuerX500Principal());
  }

  private boolean issuerIsAnchor(X509Certificate leaf) {
    return anchors.stream()
        .anyMatch(
            a ->
                a.getTrustedCert().getSubjectX500Principal().equals(leaf.getIssuerX500Principal()));
  }

  private static String commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(r -> r.getType().equalsIgnoreCase("CN"))
              .map(r -> String.valueOf(r.getValue()))
              .findFirst()
              .orElse("");
    } catch (InvalidNameException e) {
      return "";
    }
  }

  private void checkPath(List<X509Certificate> chain, Instant now) throws NotFromSns {
    try {
      X509CertSelector leaf = new X509CertSelector();
      leaf.setCertificate(chain.get(0));
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      parameters.setDate(Date.from(now));
      parameters.setRevocationEnabled(false);
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (CertPathBuilderException e) {
      throw new NotFromSns("signing certificate's chain leads to no root this Java trusts");
    } catch (GeneralSecurityException e) {
      throw new NotFromSns(
          "signing certificate's chain cannot be checked: " + e.getClass().getSimpleName());
    }
  }
}
