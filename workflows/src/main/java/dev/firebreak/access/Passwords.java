package dev.firebreak.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id with the least parameters that
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html names: 19 MiB,
 * two passes, one lane. One is computed at a time and few may wait, so that log-in tries take
 * neither the memory nor the threads that incidents need. Safe for all threads.
 */
final class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 200;

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final String FORM = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";
  private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();

  private static final int MOST_WAITING = 8;

  private final Semaphore one = new Semaphore(1, true);

  /** Fits no password. */
  private final String nobodys = text(Secrets.bytes(16), Secrets.bytes(32));

  /** In the form of https://github.com/P-H-C/phc-string-format. */
  String hash(String password) {
    byte[] salt = Secrets.bytes(16);
    return text(salt, compute(password, salt));
  }

  private static String text(byte[] salt, byte[] hash) {
    return FORM + TEXT.encodeToString(salt) + "$" + TEXT.encodeToString(hash);
  }

  /**
   * Takes as long for an account that has no password, or is not there.
   *
   * @throws TooManyTries when too many wait for it already
   */
  boolean isRight(String password, Optional<String> hash) throws TooManyTries {
    if (one.getQueueLength() >= MOST_WAITING) {
      throw new TooManyTries(Duration.ofSeconds(2));
    }
    String[] parts = hash.orElse(nobodys).substring(FORM.length()).split("\\$", 2);
    byte[] expected = Base64.getDecoder().decode(parts[1]);
    byte[] salt = Base64.getDecoder().decode(parts[0]);
    return MessageDigest.isEqual(compute(password, salt), expected) && hash.isPresent();
  }

  /**
   * @throws AccessRefused when it is too short or too long
   */
  static void check(String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw AccessRefused.malformed(
          "a password has " + SHORTEST + " to " + LONGEST + " characters");
    }
  }

  private byte[] compute(String password, byte[] salt) {
    one.acquireUninterruptibly();
    try {
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(MEMORY_KIB)
              .withIterations(PASSES)
              .withParallelism(1)
              .withSalt(salt)
              .build());
      byte[] out = new byte[32];
      argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
      return out;
    } finally {
      one.release();
    }
  }
}
