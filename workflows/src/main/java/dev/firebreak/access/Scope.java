package dev.firebreak.access;

import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.Optional;

/**
 * What a grant covers. Written as
 *
 * <ul>
 *   <li>{@code *}: everything, but membership of a group
 *   <li>{@code connector:okta}: actions of that connector, whatever the target
 *   <li>{@code target:wallet} or {@code target:wallet:hot-1}: actions on that type of target, or on
 *       that one, by any connector
 *   <li>{@code tag:custody}: actions on, or by, what bears that tag; see {@link Tags}
 *   <li>{@code group:custody}: seats that {@code policy.dmn} gives to that group in an approval
 * </ul>
 *
 * A name of a connector or target that ends in {@code *} stands for all that begin so.
 */
public record Scope(String text) {
  /** Everything there is. */
  public static final Scope EVERYTHING = new Scope("*");

  private static final String CONNECTOR = "connector:";
  private static final String TARGET = "target:";
  private static final String TAG = "tag:";
  private static final String GROUP = "group:";

  /**
   * @throws AccessRefused when it is none of those forms
   */
  public Scope {
    boolean known =
        text.equals("*")
            || text.matches("connector:[A-Za-z0-9._-]{0,63}[A-Za-z0-9._*-]")
            || text.matches("target:[a-z]{1,20}(:[^\\p{Cntrl}]{1,512})?")
            || text.matches("tag:[A-Za-z0-9._-]{1,64}")
            || text.matches("group:(?!approvers$)[A-Za-z0-9._-]{1,64}");
    if (!known) {
      throw AccessRefused.malformed(
          "a scope is '*', 'connector:NAME', 'target:TYPE', 'target:TYPE:ID', 'tag:NAME' or"
              + " 'group:NAME', got '"
              + AccessRefused.shown(text)
              + "'");
    }
    if (text.startsWith(TARGET)) {
      checkType(text.split(":", 3)[1]);
    }
  }

  private static void checkType(String key) {
    try {
      TargetType.of(key);
    } catch (IllegalArgumentException e) {
      throw AccessRefused.malformed(String.valueOf(e.getMessage()));
    }
  }

  public boolean isEverything() {
    return text.equals("*");
  }

  boolean isConnector() {
    return text.startsWith(CONNECTOR);
  }

  boolean isTarget() {
    return text.startsWith(TARGET);
  }

  /** The tag that it names. */
  Optional<String> tag() {
    return text.startsWith(TAG) ? Optional.of(text.substring(TAG.length())) : Optional.empty();
  }

  /** Whether it covers an action; a tag does so by the grants that {@link Tags} puts beside it. */
  boolean covers(String topic, Target target) {
    if (isEverything()) {
      return true;
    }
    if (isConnector()) {
      String connector = topic.substring(0, Math.max(0, topic.indexOf('.')));
      return matches(text.substring(CONNECTOR.length()), connector);
    }
    if (!isTarget()) {
      return false;
    }
    String[] parts = text.split(":", 3);
    return parts[1].equals(target.type().key())
        && (parts.length == 2 || matches(parts[2], target.id()));
  }

  /** The group of the policy that it names. */
  Optional<String> group() {
    return text.startsWith(GROUP) ? Optional.of(text.substring(GROUP.length())) : Optional.empty();
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
