package dev.firebreak.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A certificate authority for one test run; the JDK can read certificates but offers no way to make
 * them. What it issues is for 127.0.0.1, and valid for two days.
 */
public final class TestAuthority {
  private static final byte[] ECDSA_WITH_SHA256 =
      sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final byte[] CN = oid(0x55, 0x04, 0x03);
  private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
  private static final byte[] ALTERNATIVE_NAME = oid(0x55, 0x1d, 0x11);
  private static final byte[] TRUE = tagged(0x01, new byte[] {(byte) 0xff});

  private final String name;
  private final KeyPair keys = keys();
  private final byte[] certificate;
  private int serial = 1;

  /** A certificate and its key, both in PEM. */
  public record Issued(String certificate, String key) {}

  public TestAuthority(String name) {
    this.name = name;
    this.certificate = certificate(name, keys, true);
  }

  /** Its own certificate. */
  public String pem() {
    return pem("CERTIFICATE", certificate);
  }

  /** A certificate for 127.0.0.1, with its key. */
  public Issued issue(String commonName) {
    KeyPair own = keys();
    return new Issued(
        pem("CERTIFICATE", certificate(commonName, own, false)),
        pem("PRIVATE KEY", own.getPrivate().getEncoded()));
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private byte[] certificate(String subject, KeyPair of, boolean authority) {
    Instant now = Instant.now();
    byte[] body =
        sequence(
            tagged(0xa0, tagged(0x02, new byte[] {2})),
            tagged(0x02, BigInteger.valueOf(serial++).toByteArray()),
            ECDSA_WITH_SHA256,
            name(name),
            sequence(time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(2)))),
            name(subject),
            of.getPublic().getEncoded(),
            tagged(0xa3, authority ? sequence(constraints()) : sequence(addresses())));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      return sequence(body, ECDSA_WITH_SHA256, tagged(0x03, new byte[] {0}, signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] constraints() {
    return sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)));
  }

  private static byte[] addresses() {
    try {
      byte[] loopback = InetAddress.getByName("127.0.0.1").getAddress();
      return sequence(ALTERNATIVE_NAME, tagged(0x04, sequence(tagged(0x87, loopback))));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
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
