package dev.firebreak.connector;

/**
 * One thing an alert names or an action works on.
 *
 * @param type what kind of thing
 * @param id its name in the system that owns it; 1 to 512 characters, no control characters
 */
public record Target(TargetType type, String id) {
  public Target {
    if (id.isBlank() || id.length() > 512 || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "target " + type.key() + ": id must be 1 to 512 printable characters, got " + quote(id));
    }
  }

  /** {@code type:id}, for example {@code wallet:hot-1}. */
  @Override
  public String toString() {
    return type.key() + ":" + id;
  }

  private static String quote(String s) {
    String shown = s.length() > 40 ? s.substring(0, 40) + "..." : s;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
