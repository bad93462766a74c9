package dev.firebreak.access;

import dev.firebreak.audit.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The public halves of the keys that two people hold for when nobody can sign in. They are in a
 * file of the home folder, which only its owner may change, and are read anew each time. Safe for
 * all threads.
 */
public final class EmergencyKeys {
  /** Its name in the home folder. */
  public static final String FILE = "emergency-keys.pub";

  /** How many different ones have to sign. */
  public static final int NEEDED = 2;

  private static final Logger LOG = Logger.getLogger(EmergencyKeys.class);

  /** A key, and before it the line that says who holds it. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?s)(?:# held by (\\S{1,200})\\R)?"
              + "(-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----)");

  private final Path file;

  /**
   * @param file of public keys in PEM, one after the other, each with a line {@code # held by
   *     person:dana} before it where that is known; none where there are none
   */
  public EmergencyKeys(Path file) {
    this.file = file;
  }

  /** A signature, and by which key it is said to be. */
  public record Signed(String key, String signature) {}

  /**
   * The keys that signed a text, by id.
   *
   * @param signed in base64
   */
  public Set<String> signers(String text, List<Signed> signed) {
    Set<String> signers = new LinkedHashSet<>();
    for (VerifyingKey key : known().keySet()) {
      signed.stream()
          .filter(s -> s.key().equals(key.id()) && key.signed(text, s.signature()))
          .forEach(s -> signers.add(s.key()));
    }
    return signers;
  }

  /** The subjects of who holds keys, by the keys' ids, where the file says so. */
  public Map<String, String> holders() {
    Map<String, String> holders = new LinkedHashMap<>();
    known().forEach((key, holder) -> holder.ifPresent(h -> holders.put(key.id(), h)));
    return holders;
  }

  private Map<VerifyingKey, Optional<String>> known() {
    Map<VerifyingKey, Optional<String>> keys = new LinkedHashMap<>();
    try {
      if (Files.exists(file)) {
        Matcher m = BLOCK.matcher(Files.readString(file));
        while (m.find()) {
          keys.put(VerifyingKey.read(m.group(2)), Optional.ofNullable(m.group(1)));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("the emergency keys in %s cannot be read: %s", file, e.getMessage());
      return Map.of();
    }
    return keys;
  }
}
