package dev.firebreak.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * An Ed25519 key that one person holds, in a file under a passphrase of his: PKCS #8 in PEM (RFC
 * 5958), encrypted by PBES2 with PBKDF2, HMAC-SHA-256 and AES-256 (RFC 8018). OpenSSL reads it,
 * too.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the public half's X.509 form
 */
record EmergencyKey(String id, PrivateKey secret) {
  static final int SHORTEST_PASSPHRASE = 12;

  private static final String ALGORITHM = "Ed25519";
  private static final String PROTECTION = "PBEWithHmacSHA256AndAES_256";
  private static final int ROUNDS = 600_000;
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  /**
   * A new key.
   *
   * @param file the secret half, for the file
   * @param open the public half, in PEM
   */
  record Fresh(String id, String file, String open) {}

  static Fresh make(char[] passphrase) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      String open = pem("PUBLIC KEY", pair.getPublic().getEncoded());
      byte[] secret = sealed(pair.getPrivate().getEncoded(), passphrase);
      return new Fresh(
          id(pair.getPublic().getEncoded()), pem("ENCRYPTED PRIVATE KEY", secret) + open, open);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519 and PBES2", e);
    }
  }

  private static byte[] sealed(byte[] key, char[] passphrase)
      throws GeneralSecurityException, IOException {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[16];
    byte[] iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    Cipher cipher = Cipher.getInstance(PROTECTION);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key(passphrase),
        new PBEParameterSpec(salt, ROUNDS, new IvParameterSpec(iv)));
    // Under their standard's name: Java 17 has no identifier for the parameters' own.
    AlgorithmParameters how = AlgorithmParameters.getInstance("PBES2");
    how.init(cipher.getParameters().getEncoded());
    return new EncryptedPrivateKeyInfo(how, cipher.doFinal(key)).getEncoded();
  }

  private static SecretKey key(char[] passphrase) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance(PROTECTION).generateSecret(new PBEKeySpec(passphrase));
  }

  /**
   * Opens a file that {@link #make} filled.
   *
   * @throws CannotDo when it is none, or the passphrase is another one
   */
  static EmergencyKey open(Path file, char[] passphrase) {
    try {
      String text = Files.readString(file);
      byte[] sealed = block(text, "ENCRYPTED PRIVATE KEY").orElseThrow(() -> none(file));
      byte[] open = block(text, "PUBLIC KEY").orElseThrow(() -> none(file));
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(sealed);
      Cipher cipher = Cipher.getInstance(PROTECTION);
      cipher.init(Cipher.DECRYPT_MODE, key(passphrase), info.getAlgParameters());
      return new EmergencyKey(
          id(open), KeyFactory.getInstance(ALGORITHM).generatePrivate(info.getKeySpec(cipher)));
    } catch (IOException e) {
      throw new CannotDo(CannotDo.USAGE, "the key " + file + " cannot be read: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new CannotDo(CannotDo.REFUSED, "that is not the passphrase of " + file);
    }
  }

  private static CannotDo none(Path file) {
    return new CannotDo(
        CannotDo.USAGE, file + " holds no emergency key; ./firebreak break-glass keys makes two");
  }

  /** Signs a text; in base64. */
  String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an emergency key cannot sign", e);
    }
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String id(byte[] open) {
    return HexFormat.of().formatHex(digest(open), 0, 8);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String pem(String name, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(name, LINES.encodeToString(der));
  }

  private static Optional<byte[]> block(String text, String name) {
    Matcher m =
        Pattern.compile(
                "-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]*)-----END " + name + "-----")
            .matcher(text);
    return m.find() ? Optional.of(Base64.getMimeDecoder().decode(m.group(1))) : Optional.empty();
  }
}
