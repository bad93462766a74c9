package dev.firebreak.intake;

import dev.firebreak.alert.AlertSource;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A configured sender.
 *
 * @param id the name in its URL
 * @param critical whether its alerts go through the critical lane whatever their severity
 * @param contentTypes media types accepted
 * @param certificate what it has to show at TLS as well, if anything
 */
public record Source(
    String id,
    String kind,
    boolean critical,
    Set<String> contentTypes,
    AlertSource receiver,
    Optional<ClientCertificate> certificate) {
  boolean admits(List<X509Certificate> shown) {
    return certificate.map(c -> c.isShownBy(shown)).orElse(true);
  }

  boolean accepts(Optional<String> contentType) {
    return contentType
        .map(t -> t.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(contentTypes::contains)
        .isPresent();
  }
}
