package dev.firebreak.support;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Made-up secrets that must not be found anywhere, in any form in which they could leak. */
public final class Canaries {
  private static final String WORD = "cnry";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LONG_LINE = 40;

  /** So much of a word is enough: texts that quote a vendor are cut. */
  private static final int ENOUGH = 14;

  private final Map<String, String> forms = new ConcurrentHashMap<>();

  /** Letters and digits that nothing else has. */
  public static String word() {
    return WORD + new BigInteger(160, RANDOM).setBit(160).toString(36);
  }

  /** So many random bytes. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * Remembers one. Of a {@link #word} its beginning is remembered, too.
   *
   * @param name of what it is, for messages
   */
  public void add(String name, String secret) {
    if (secret.contains("\n")) {
      secret.lines().filter(l -> l.length() >= LONG_LINE).forEach(l -> add(name, l));
      return;
    }
    remember(name, secret);
    int word = secret.indexOf(WORD);
    if (word >= 0) {
      remember(name, secret.substring(word, word + ENOUGH));
    }
  }

  private void remember(String name, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.put(secret, name);
    forms.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), name);
    forms.put(HexFormat.of().formatHex(bytes), name);
    for (int before = 0; before < 3; before++) {
      forms.put(withinBase64(bytes, before), name);
    }
  }

  /**
   * What Base64 makes of a secret that stands behind so many other bytes, without the characters
   * that also depend on what stands beside it.
   */
  private static String withinBase64(byte[] secret, int before) {
    byte[] all = new byte[before + secret.length];
    System.arraycopy(secret, 0, all, before, secret.length);
    byte[] whole = Arrays.copyOf(all, all.length - all.length % 3);
    String text = Base64.getEncoder().encodeToString(whole);
    return before == 0 ? text : text.substring(4);
  }

  /** How many there are. */
  public int size() {
    return Set.copyOf(forms.values()).size();
  }

  /** The names of those that a text holds. */
  public Set<String> in(String text) {
    Set<String> found = new LinkedHashSet<>();
    forms.forEach(
        (form, name) -> {
          if (text.contains(form)) {
            found.add(name);
          }
        });
    return found;
  }

  /** The names of those that any of several texts holds. */
  public Set<String> in(List<String> texts) {
    return in(String.join("\n", texts));
  }
}
