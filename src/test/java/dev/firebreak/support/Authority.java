package dev.firebreak.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for one test run, made with the JDK's own keytool. What it issues is for
 * 127.0.0.1 and localhost.
 */
public final class Authority {
  private static final String PASSWORD = "changeit";
  private static final String ROOT = "root";

  private final Path store;
  private final String pem;

  /** A certificate with its key (EC, PKCS#8), both in PEM. */
  public record Issued(String certificate, String key) {}

  /**
   * @param name its common name
   */
  public Authority(String name) {
    try {
      this.store = Files.createTempDirectory("authority").resolve("store.p12");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keytool(ROOT, name, "-startdate", "-30d", "-validity", "60", "-ext", "bc:critical=ca:true");
    this.pem = certificate(ROOT);
  }

  /** Its own certificate in PEM. */
  public String pem() {
    return pem;
  }

  /** One for a server or a client. */
  public Issued issue(String commonName) {
    return issue(commonName, "-1H");
  }

  /** One whose time is over since yesterday. */
  public Issued issueExpired(String commonName) {
    return issue(commonName, "-3d");
  }

  /** One that may be used by servers only. */
  public Issued issueForServers(String commonName) {
    return issue(commonName, "-1H", "-ext", "eku=serverAuth");
  }

  private Issued issue(String commonName, String from, String... more) {
    String alias = SharedFirebreak.unique("issued");
    List<String> all = new ArrayList<>(List.of("-signer", ROOT, "-startdate", from));
    all.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
    all.addAll(List.of(more));
    keytool(alias, commonName, all.toArray(String[]::new));
    try {
      byte[] key = load().getKey(alias, PASSWORD.toCharArray()).getEncoded();
      return new Issued(certificate(alias), pem("PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Of a client that trusts this authority alone.
   *
   * @param shown what the client shows of itself, by whomever it was issued
   */
  public SSLContext trusting(Optional<Issued> shown) {
    try {
      KeyStore trusted = empty();
      trusted.setCertificateEntry(ROOT, parsed(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore keys = empty();
      if (shown.isPresent()) {
        Certificate[] chain = {parsed(shown.get().certificate())};
        keys.setKeyEntry("own", key(shown.get()), PASSWORD.toCharArray(), chain);
      }
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static PrivateKey key(Issued issued) throws GeneralSecurityException {
    String base64 = issued.key().replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static Certificate parsed(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private void keytool(String alias, String commonName, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + commonName));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    if (!List.of(more).contains("-validity")) {
      command.addAll(List.of("-validity", "2"));
    }
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("keytool of the JDK cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String certificate(String alias) {
    try {
      return pem("CERTIFICATE", load().getCertificate(alias).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore load() {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore loaded = KeyStore.getInstance("PKCS12");
      loaded.load(in, PASSWORD.toCharArray());
      return loaded;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot read " + store, e);
    }
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
