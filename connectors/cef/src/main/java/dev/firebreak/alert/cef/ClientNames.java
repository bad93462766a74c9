package dev.firebreak.alert.cef;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Which clients may send: those whose certificate has one of the names (RFC 5425 section 5.2), or
 * all that an authority of ours has given a certificate.
 */
final class ClientNames {
  private static final int DNS_NAME = 2;

  private final Set<String> allowed;

  ClientNames(List<String> allowed) {
    this.allowed =
        allowed.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** The name by which a client is known here; empty where it may not send. */
  Optional<String> admit(X509Certificate certificate) {
    List<String> names = names(certificate);
    return allowed.isEmpty()
        ? Optional.of(names.isEmpty() ? "a client without a name" : names.get(0))
        : names.stream().filter(n -> allowed.contains(n.toLowerCase(Locale.ROOT))).findFirst();
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> one : alternatives) {
          if (one.get(0).equals(DNS_NAME)) {
            names.add(String.valueOf(one.get(1)));
          }
        }
      }
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(String.valueOf(part.getValue()));
        }
      }
    } catch (CertificateParsingException | InvalidNameException e) {
      // A name that cannot be read admits nobody.
    }
    return names;
  }
}
