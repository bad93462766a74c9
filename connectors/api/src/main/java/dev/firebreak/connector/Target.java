package dev.firebreak.connector;

/**
 * One thing an alert names or an action works on.
 *
 * @param type what kind of thing
 * @param id its name in the system that owns it; 1 to 512 characters, no control characters and no
 *     half surrogate pairs
 */
public record Target(TargetType type, String id) {
  public Target {
    if (id.isBlank() || id.length() > 512 || !id.codePoints().allMatch(Target::isText)) {
      throw new IllegalArgumentException(
          "target " + type.key() + ": id must be 1 to 512 printable characters, got " + quote(id));
    }
  }

  /** {@code type:id}, for example {@code wallet:hot-1}. */
  @Override
  public String toString() {
    return type.key() + ":" + id;
  }

  private static boolean isText(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  private static String quote(String s) {
    StringBuilder shown = new StringBuilder();
    s.codePoints().limit(40).forEach(c -> shown.appendCodePoint(isText(c) ? c : '?'));
    return "'" + shown + (s.codePointCount(0, s.length()) > 40 ? "...'" : "'");
  }
}
