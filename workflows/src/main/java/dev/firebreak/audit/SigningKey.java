package dev.firebreak.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Ed25519 key that signs heads (RFC 8032). Safe for all threads; shows nothing of itself. */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final PrivateKey secret;
  private final VerifyingKey open;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = new VerifyingKey(open);
  }

  /** A new one. */
  public static SigningKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
  }

  /**
   * Reads what {@link #pem} wrote.
   *
   * @throws IllegalArgumentException when it is no such text, or its halves do not belong together
   */
  public static SigningKey read(String pem) {
    try {
      byte[] secret = block(pem, "PRIVATE KEY").orElseThrow(() -> unusable("no private key"));
      SigningKey key =
          new SigningKey(
              KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret)),
              VerifyingKey.read(pem).key());
      if (!key.open.signed("halves", key.sign("halves"))) {
        throw unusable("the two halves are not of one key");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  private static IllegalArgumentException unusable(String why) {
    return new IllegalArgumentException(why);
  }

  static Optional<byte[]> block(String pem, String name) {
    Matcher m =
        Pattern.compile(
                "-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]*)-----END " + name + "-----")
            .matcher(pem);
    return m.find() ? Optional.of(Base64.getMimeDecoder().decode(m.group(1))) : Optional.empty();
  }

  static String block(byte[] der, String name) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + name
        + "-----\n";
  }

  /** Both halves, PKCS #8 and X.509 in PEM. A secret. */
  public String pem() {
    return block(secret.getEncoded(), "PRIVATE KEY") + open.pem();
  }

  /** The half that everybody may have. */
  public VerifyingKey open() {
    return open;
  }

  Head head(long size, byte[] root, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    String hex = Hashes.hex(root);
    return new Head(size, hex, at, open.id(), sign(Head.statement(size, hex, at, open.id())));
  }

  private String sign(String text) {
    return sign(text.getBytes(StandardCharsets.UTF_8));
  }

  String sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(bytes);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the audit key cannot sign", e);
    }
  }
}
