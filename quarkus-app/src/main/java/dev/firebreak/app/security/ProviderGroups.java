package dev.firebreak.app.security;

import dev.firebreak.access.Grant;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import dev.firebreak.access.Tags;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.config.OidcConfig;
import dev.firebreak.connector.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the groups of an identity provider are worth here. Others are worth nothing. */
@ApplicationScoped
public class ProviderGroups {
  private final Map<String, List<Grant>> groups;

  @Inject
  ProviderGroups(OidcConfig config, FirebreakConfig installation) {
    Tags tags = new Tags(installation.tags());
    this.groups =
        config.groups().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> tags.spelledOut(e.getValue().stream().map(t -> grant(t, tags)).toList())));
  }

  private static Grant grant(String text, Tags tags) {
    String[] parts = text.split(":", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "firebreak.oidc.groups: write ROLE:SCOPE, for example viewer:*, not '" + text + "'");
    }
    Scope scope = new Scope(parts[1].strip());
    tags.demandKnown(scope);
    return new Grant(Role.of(parts[0].strip()), scope);
  }

  /** Those that are worth something. */
  List<String> known(Collection<String> all) {
    return all.stream().filter(groups::containsKey).sorted().toList();
  }

  List<Grant> worth(Collection<String> all) {
    return all.stream()
        .map(g -> groups.getOrDefault(g, List.of()))
        .flatMap(Collection::stream)
        .distinct()
        .toList();
  }

  /**
   * The provider's groups whose people may vote on an action in one of these groups of the policy.
   */
  public List<String> voters(String topic, Target target, Set<String> seats) {
    return groups.entrySet().stream()
        .filter(e -> Grant.groups(e.getValue(), topic, target).stream().anyMatch(seats::contains))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
