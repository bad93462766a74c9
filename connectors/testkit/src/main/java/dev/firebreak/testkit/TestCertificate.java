package dev.firebreak.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate (RFC 5280) with its private key, made for one test run.
 *
 * @param name the common name of its subject
 */
public record TestCertificate(String name, X509Certificate certificate, PrivateKey key) {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  /** One to be made: elliptic (P-256), valid for two days, signed by itself, unless said else. */
  public static Draft named(String commonName) {
    return new Draft(commonName);
  }

  /** The certificate in PEM. */
  public String pem() {
    return pem(List.of(this));
  }

  /** The private key in PEM (PKCS #8). */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** A chain in PEM. */
  public static String pem(List<TestCertificate> chain) {
    return chain.stream()
        .map(c -> pem("CERTIFICATE", encoded(c.certificate)))
        .collect(Collectors.joining());
  }

  /** Of a server that shows it. */
  public SSLContext server() {
    return context(Optional.of(this), Optional.empty());
  }

  /**
   * Of one end of a connection.
   *
   * @param shown of itself; nothing where it is empty
   * @param trusted whoever signed the other end's; those whom Java trusts where it is empty
   */
  static SSLContext context(Optional<TestCertificate> shown, Optional<TestCertificate> trusted) {
    try {
      KeyStore keys = empty();
      if (shown.isPresent()) {
        Certificate[] chain = {shown.get().certificate};
        keys.setKeyEntry("own", shown.get().key, new char[0], chain);
      }
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own.getKeyManagers(), trusted.isPresent() ? trusting(trusted.get()) : null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager[] trusting(TestCertificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("root", authority.certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text);
  }

  /** What a certificate is made of. Not safe for threads. */
  public static final class Draft {
    private final String name;
    private String algorithm = "EC";
    private int bits = 256;
    private boolean authority;
    private Optional<TestCertificate> issuer = Optional.empty();
    private final List<GeneralName> hosts = new ArrayList<>();
    private boolean serversOnly;
    private Instant from = Instant.now().minus(Duration.ofHours(1));
    private Instant to = Instant.now().plus(Duration.ofDays(2));

    private Draft(String name) {
      this.name = name;
    }

    /** With an RSA key. */
    public Draft rsa(int length) {
      algorithm = "RSA";
      bits = length;
      return this;
    }

    /** One that may sign others. */
    public Draft authority() {
      authority = true;
      return this;
    }

    public Draft signedBy(TestCertificate by) {
      issuer = Optional.of(by);
      return this;
    }

    /** For 127.0.0.1. */
    public Draft forLoopback() {
      hosts.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
      return this;
    }

    public Draft forHost(String dnsName) {
      hosts.add(new GeneralName(GeneralName.dNSName, dnsName));
      return this;
    }

    /** No client may show it. */
    public Draft forServersOnly() {
      serversOnly = true;
      return this;
    }

    public Draft valid(Instant since, Instant until) {
      from = since;
      to = until;
      return this;
    }

    public TestCertificate make() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair keys = generator.generateKeyPair();
        return new TestCertificate(name, signed(keys), keys.getPrivate());
      } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
        throw new IllegalStateException(e);
      }
    }

    private X509Certificate signed(KeyPair keys)
        throws OperatorCreationException, CertIOException, CertificateException {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name(issuer.map(TestCertificate::name).orElse(name)),
              BigInteger.valueOf(SERIALS.getAndIncrement()),
              java.util.Date.from(from),
              java.util.Date.from(to),
              name(name),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!hosts.isEmpty()) {
        GeneralNames names = new GeneralNames(hosts.toArray(GeneralName[]::new));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      if (serversOnly) {
        ExtendedKeyUsage usage = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
        builder.addExtension(Extension.extendedKeyUsage, false, usage);
      }
      PrivateKey signer = issuer.map(TestCertificate::key).orElse(keys.getPrivate());
      String digest = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      ContentSigner signing = new JcaContentSignerBuilder(digest).build(signer);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signing));
    }

    private static X500Name name(String commonName) {
      return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }
  }
}
