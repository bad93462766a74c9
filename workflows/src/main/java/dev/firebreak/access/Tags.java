package dev.firebreak.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names for assets and connectors that belong together, given where the installation is configured:
 * nothing that comes with an alert, a playbook or a vendor's answer makes something bear a tag. A
 * tag that is not known covers nothing. Immutable.
 */
public final class Tags {
  private final Map<String, List<Scope>> tags = new LinkedHashMap<>();

  /**
   * @param tags what bears each tag: {@code target:wallet:hot-*}, {@code connector:fireblocks}
   * @throws IllegalArgumentException naming the tag that cannot be read
   */
  public Tags(Map<String, List<String>> tags) {
    tags.forEach((name, all) -> this.tags.put(name, all.stream().map(s -> of(name, s)).toList()));
  }

  private static Scope of(String name, String text) {
    try {
      Scope named = new Scope("tag:" + name);
      Scope scope = new Scope(text.strip());
      if (named.tag().isPresent() && (scope.isConnector() || scope.isTarget())) {
        return scope;
      }
    } catch (AccessRefused e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        name + ": '" + text + "' must be connector:NAME, target:TYPE or target:TYPE:ID");
  }

  /** The grants, and beside each that names a tag the same role on all that bears it. */
  public List<Grant> spelledOut(List<Grant> grants) {
    return grants.stream()
        .flatMap(
            g -> Stream.concat(Stream.of(g), named(g.scope()).map(s -> new Grant(g.role(), s))))
        .distinct()
        .toList();
  }

  private Stream<Scope> named(Scope scope) {
    return scope.tag().stream().flatMap(t -> tags.getOrDefault(t, List.of()).stream());
  }

  /**
   * @throws AccessRefused where it names a tag that nothing bears, which would be a slip of the pen
   */
  public void demandKnown(Scope scope) {
    scope
        .tag()
        .filter(t -> !tags.containsKey(t))
        .ifPresent(
            t -> {
              throw AccessRefused.malformed(
                  "there is no tag '"
                      + t
                      + "'; name what bears it as firebreak.tags."
                      + t
                      + ", known are "
                      + tags.keySet());
            });
  }
}
