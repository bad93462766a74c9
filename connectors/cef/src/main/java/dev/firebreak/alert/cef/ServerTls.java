package dev.firebreak.alert.cef;

import dev.firebreak.connector.Pem;
import dev.firebreak.connector.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The server's identity, and whose certificates it accepts, out of PEM. */
final class ServerTls {
  private ServerTls() {}

  /**
   * @throws IllegalArgumentException a sentence about what cannot be used; quotes none of it
   */
  static SSLContext context(Secret certificate, Secret key, Secret clientCa) {
    List<Certificate> chain = Pem.certificates("server-certificate", certificate);
    List<Certificate> authorities = Pem.certificates("client-ca", clientCa);
    PrivateKey privateKey = Pem.privateKey("server-key", key);
    requirePair(privateKey, chain.get(0));
    try {
      char[] inMemory = "in-memory".toCharArray();
      KeyStore own = empty();
      own.setKeyEntry("server", privateKey, inMemory, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, inMemory);
      KeyStore trusted = empty();
      for (Certificate authority : authorities) {
        trusted.setCertificateEntry("authority-" + trusted.size(), authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "server-certificate, server-key and client-ca cannot be used for TLS together");
    }
  }

  /** Else every sender would be turned away, and only a log would say why. */
  private static void requirePair(PrivateKey key, Certificate certificate) {
    try {
      String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // They are not even of one kind.
    }
    throw new IllegalArgumentException(
        "server-key is not the key of the first certificate in server-certificate");
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
