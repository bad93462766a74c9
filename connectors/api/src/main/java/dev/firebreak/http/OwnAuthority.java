package dev.firebreak.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * TLS for endpoints that bring their own certificate authority; host names are verified as ever.
 */
final class OwnAuthority {
  private OwnAuthority() {}

  /**
   * @throws IllegalArgumentException when the text holds no readable certificate
   */
  static TlsSocketStrategy trusting(String pem) {
    return new DefaultClientTlsStrategy(context(pem));
  }

  /**
   * @throws IllegalArgumentException when the text holds no readable certificate
   */
  static SSLContext context(String pem) {
    try {
      Collection<? extends Certificate> authorities =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (authorities.isEmpty()) {
        throw new IllegalArgumentException("the CA certificate is empty; it must be PEM text");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the CA certificate cannot be read; it must be PEM text (BEGIN CERTIFICATE)", e);
    }
  }
}
