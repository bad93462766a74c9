package dev.firebreak.access;

/** Something about accounts or rights that is not done; the message tells the caller why. */
public final class AccessRefused extends RuntimeException {
  /** What kind of no it is. */
  public enum Kind {
    MALFORMED,
    FORBIDDEN,
    UNKNOWN,
    CONFLICT
  }

  private final Kind kind;

  private AccessRefused(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A no to what was said. */
  public static AccessRefused malformed(String message) {
    return new AccessRefused(Kind.MALFORMED, message);
  }

  /** A no to who said it. */
  public static AccessRefused forbidden(String message) {
    return new AccessRefused(Kind.FORBIDDEN, message);
  }

  static AccessRefused unknown(String message) {
    return new AccessRefused(Kind.UNKNOWN, message);
  }

  static AccessRefused conflict(String message) {
    return new AccessRefused(Kind.CONFLICT, message);
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Foreign text, cut and without control characters. */
  static String shown(String text) {
    String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
