package dev.firebreak.alert.cef;

import dev.firebreak.connector.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
    List<Certificate> chain = certificates("server-certificate", certificate);
    List<Certificate> authorities = certificates("client-ca", clientCa);
    PrivateKey privateKey = privateKey(key);
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

  private static List<Certificate> certificates(String setting, Secret pem) {
    try {
      List<Certificate> all =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(pem.reveal().getBytes(StandardCharsets.US_ASCII))));
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      // Told below, without what the text was.
    }
    throw new IllegalArgumentException(
        setting + " must be PEM text with one or more BEGIN CERTIFICATE blocks");
  }

  private static PrivateKey privateKey(Secret pem) {
    for (String algorithm : List.of("RSA", "EC")) {
      Optional<PrivateKey> key = privateKey(pem.reveal(), algorithm);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IllegalArgumentException(
        "server-key must be an RSA or EC key, PKCS#8 in PEM that starts with BEGIN PRIVATE KEY;"
            + " convert another form with: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
  }

  private static Optional<PrivateKey> privateKey(String pem, String algorithm) {
    if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
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
