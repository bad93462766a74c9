package dev.firebreak.connector;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and keys out of settings that are PEM text (https://www.rfc-editor.org/rfc/rfc7468).
 * Messages name the setting and quote none of its text.
 */
public final class Pem {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String KEY = "-----BEGIN PRIVATE KEY-----";

  private Pem() {}

  /**
   * X.509 certificates in the order of the text.
   *
   * @return one or more
   * @throws IllegalArgumentException where the text holds none, or one that cannot be read
   */
  public static List<Certificate> certificates(String setting, Secret pem) {
    String text = pem.reveal();
    try {
      List<Certificate> all =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));
      if (!all.isEmpty() && text.contains(CERTIFICATE)) {
        return all;
      }
    } catch (CertificateException e) {
      // Told below, without what the text was.
    }
    throw new IllegalArgumentException(
        setting + " must be PEM text with one or more BEGIN CERTIFICATE blocks");
  }

  /**
   * An RSA or EC key in PKCS#8, not encrypted.
   *
   * @throws IllegalArgumentException a sentence that says how to convert another form
   */
  public static PrivateKey privateKey(String setting, Secret pem) {
    return key(pem.reveal(), "RSA")
        .or(() -> key(pem.reveal(), "EC"))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting
                        + " must be an RSA or EC key, PKCS#8 in PEM that starts with BEGIN PRIVATE"
                        + " KEY; convert another form with: openssl pkcs8 -topk8 -nocrypt -in"
                        + " old.key -out new.key"));
  }

  private static Optional<PrivateKey> key(String pem, String algorithm) {
    if (!pem.contains(KEY)) {
      return Optional.empty();
    }
    try {
      byte[] der =
          Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
