package dev.firebreak.alert.guardduty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

/** Makes small certificate chains; the JDK can read certificates but offers no way to make them. */
final class TestCertificates {
  private static final byte[] SHA256_WITH_RSA =
      sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), tagged(0x05));
  private static final byte[] CN = oid(0x55, 0x04, 0x03);
  private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);

  /** A certificate with its private key. */
  record Issued(String name, X509Certificate certificate, PrivateKey key) {}

  private TestCertificates() {}

  static Issued root(String name, Instant from, Instant to) {
    KeyPair keys = keys(2048);
    return new Issued(
        name, certificate(name, name, keys, keys.getPrivate(), true, from, to), keys.getPrivate());
  }

  static Issued issue(Issued by, String name, boolean authority, Instant from, Instant to) {
    return issue(by, name, authority, from, to, 2048);
  }

  static Issued issue(
      Issued by, String name, boolean authority, Instant from, Instant to, int bits) {
    KeyPair keys = keys(bits);
    return new Issued(
        name, certificate(name, by.name(), keys, by.key(), authority, from, to), keys.getPrivate());
  }

  static byte[] pem(List<Issued> chain) {
    StringBuilder out = new StringBuilder();
    for (Issued c : chain) {
      try {
        out.append("-----BEGIN CERTIFICATE-----\n")
            .append(Base64.getMimeEncoder().encodeToString(c.certificate().getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static KeyPair keys(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      String subject,
      String issuer,
      KeyPair keys,
      PrivateKey signer,
      boolean authority,
      Instant from,
      Instant to) {
    byte[] constraints =
        sequence(
            BASIC_CONSTRAINTS,
            tagged(0x01, new byte[] {(byte) 0xff}),
            tagged(
                0x04, authority ? sequence(tagged(0x01, new byte[] {(byte) 0xff})) : sequence()));
    byte[] body =
        sequence(
            tagged(0xa0, tagged(0x02, new byte[] {2})),
            tagged(
                0x02, new BigInteger(64, new java.util.Random(subject.hashCode())).toByteArray()),
            SHA256_WITH_RSA,
            name(issuer),
            sequence(time(from), time(to)),
            name(subject),
            keys.getPublic().getEncoded(),
            tagged(0xa3, sequence(constraints)));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(signer);
      signature.update(body);
      byte[] der = sequence(body, SHA256_WITH_RSA, tagged(0x03, new byte[] {0}, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] name(String commonName) {
    byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(tagged(0x31, sequence(CN, text)));
  }

  private static byte[] time(Instant t) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(t);
    return tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return tagged(0x06, content);
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] p : parts) {
      content.writeBytes(p);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length & 0xff);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
