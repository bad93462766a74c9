package dev.firebreak.intake;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What a sender has to show at TLS, in addition to what its kind asks for: a certificate in force,
 * issued by one of these authorities (RFC 5280), for use by clients, and made out to it. Revocation
 * is not looked up: issue certificates that end soon. Immutable and safe for all threads.
 */
public final class ClientCertificate {
  private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
  private static final String FOR_ANYTHING = "2.5.29.37.0";

  private final Set<X509Certificate> authorities;
  private final Optional<X500Principal> subject;
  private final Optional<String> alternativeName;

  /**
   * @param authorities who may have issued it; one or more
   * @param subject the whole subject as RFC 2253 writes it ({@code CN=siem,O=Example}); empty for
   *     whatever the authorities wrote
   * @param alternativeName a subject alternative name it must have, of whatever type
   * @throws IllegalArgumentException where there is no authority, or the subject is no name
   */
  public ClientCertificate(
      Collection<X509Certificate> authorities,
      Optional<String> subject,
      Optional<String> alternativeName) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("a client certificate needs an authority to check it by");
    }
    this.authorities = Set.copyOf(authorities);
    this.subject = subject.map(X500Principal::new);
    this.alternativeName = alternativeName;
  }

  /**
   * Whether a client that showed this chain, and at TLS proved to have the key of its first
   * certificate, is the sender.
   *
   * @param chain its own certificate first; empty where it showed none
   */
  public boolean isShownBy(List<X509Certificate> chain) {
    return !chain.isEmpty() && isMadeOutRight(chain.get(0)) && isIssuedRight(chain);
  }

  private boolean isMadeOutRight(X509Certificate own) {
    try {
      List<String> uses = own.getExtendedKeyUsage();
      boolean forClients =
          uses == null || uses.contains(FOR_CLIENTS) || uses.contains(FOR_ANYTHING);
      boolean named = subject.isEmpty() || subject.get().equals(own.getSubjectX500Principal());
      return forClients && named && (alternativeName.isEmpty() || names(own));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private boolean names(X509Certificate own) throws CertificateParsingException {
    Collection<List<?>> names = own.getSubjectAlternativeNames();
    return names != null
        && names.stream()
            .map(typeAndName -> Objects.toString(typeAndName.get(1)))
            .anyMatch(n -> n.equalsIgnoreCase(alternativeName.orElseThrow()));
  }

  private boolean isIssuedRight(List<X509Certificate> chain) {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate authority : authorities) {
      if (isInForce(authority)) {
        anchors.add(new TrustAnchor(authority, null));
      }
    }
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      List<X509Certificate> path = chain.stream().filter(c -> !authorities.contains(c)).toList();
      CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
      PKIXParameters rules = new PKIXParameters(anchors);
      rules.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX").validate(certificates, rules);
      return !path.isEmpty();
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isInForce(X509Certificate authority) {
    try {
      authority.checkValidity();
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
