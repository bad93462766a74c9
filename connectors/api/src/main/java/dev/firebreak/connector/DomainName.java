package dev.firebreak.connector;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of the DNS that may be blocked, in their one spelling. */
public final class DomainName {
  private static final Pattern ASCII =
      Pattern.compile("(?=.{1,253}$)(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\\.)*(?!-)[a-z0-9-]{1,63}(?<!-)");

  /** IDNA 2003, which Java has, and IDNA 2008 make other names of these (RFC 5894 section 7.2). */
  private static final Pattern DEVIATING = Pattern.compile("[ßς\\u200c\\u200d]");

  private DomainName() {}

  /**
   * The name in lower-case ASCII (punycode) without a dot at its end; a top-level name and a public
   * suffix, too.
   *
   * @throws IllegalArgumentException a sentence, where the text is no name, a wildcard or an
   *     address
   */
  public static String spelled(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String ascii = name.chars().allMatch(c -> c < 0x80) ? name : punycode(name);
    String lower = ascii.toLowerCase(Locale.ROOT);
    if (!ASCII.matcher(lower).matches() || lower.matches("(.*\\.)?[0-9-]+")) {
      throw new IllegalArgumentException(
          "a domain is written like evil.example, without wildcard, got " + shown(text));
    }
    return lower;
  }

  private static String punycode(String name) {
    if (DEVIATING.matcher(name).find()) {
      throw new IllegalArgumentException(
          "standards differ on what " + shown(name) + " means; write the domain as its xn-- form");
    }
    try {
      return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no domain name: " + shown(name), e);
    }
  }

  /**
   * Whether a name is the other one, or below it.
   *
   * @param name as {@link #spelled} gives it, as is {@code other}
   */
  public static boolean isWithin(String name, String other) {
    return name.equals(other) || name.endsWith("." + other);
  }

  private static String shown(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Z}]", "?");
    return "'" + (line.length() > 80 ? line.substring(0, 80) + "..." : line) + "'";
  }
}
