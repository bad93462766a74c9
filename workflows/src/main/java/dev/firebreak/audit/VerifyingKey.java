package dev.firebreak.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The public half of a {@link SigningKey}.
 *
 * @param key an Ed25519 key
 */
public record VerifyingKey(PublicKey key) {
  private static final String ALGORITHM = "Ed25519";
  private static final int SIGNATURE_LENGTH = 64;
  private static final int ID_LENGTH = 16;

  /**
   * Reads the public key of a PEM text.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static VerifyingKey read(String pem) {
    byte[] der =
        SigningKey.block(pem, "PUBLIC KEY")
            .orElseThrow(() -> new IllegalArgumentException("no public key"));
    try {
      return new VerifyingKey(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  /** The first 16 hexadecimal digits of the SHA-256 of the key's X.509 form. */
  public String id() {
    return Hashes.hex(Hashes.sha256().digest(key.getEncoded())).substring(0, ID_LENGTH);
  }

  /** X.509 in PEM. */
  public String pem() {
    return SigningKey.block(key.getEncoded(), "PUBLIC KEY");
  }

  boolean signed(Head head) {
    return head.key().equals(id()) && signed(head.statement(), head.signature());
  }

  /** Whether this key signed a text; the signature is in base64. */
  public boolean signed(String text, String signature) {
    try {
      return signed(text.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The length is looked at here: Java 17 takes a signature with zeros appended for the same. */
  boolean signed(byte[] text, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text);
      return signature.length == SIGNATURE_LENGTH && check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
