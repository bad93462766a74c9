package dev.firebreak.app.security;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.config.OidcConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns whom an identity provider vouches for into a caller. What the provider calls roles counts
 * only as names of groups, so that a group called {@code approver} is none. Who is in no known
 * group does not get in.
 */
@ApplicationScoped
public class ProviderIdentities implements SecurityIdentityAugmentor {
  private final Instance<Assembly> assembly;
  private final String provider;
  private final Map<String, List<Grant>> groups;

  @Inject
  ProviderIdentities(Instance<Assembly> assembly, OidcConfig config) {
    this.assembly = assembly;
    this.provider = config.name();
    if (!provider.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "firebreak.oidc.name must be 1 to 32 lower-case letters, digits or hyphens, got '"
              + provider
              + "'");
    }
    this.groups =
        config.groups().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue().stream().map(ProviderIdentities::grant).toList()));
  }

  private static Grant grant(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "firebreak.oidc.groups: write ROLE:SCOPE, for example viewer:*, not '" + text + "'");
    }
    return new Grant(Role.of(parts[0].strip()), new Scope(parts[1].strip()));
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous() || identity.getPrincipal() instanceof CallerPrincipal) {
      return Uni.createFrom().item(identity);
    }
    return context.runBlocking(() -> CallerPrincipal.identity(caller(identity)));
  }

  /** Anything that is neither ours nor a token of the provider is refused. */
  private Caller caller(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      throw new AuthenticationFailedException();
    }
    String subject =
        Optional.ofNullable(token.getSubject())
            .filter(s -> s.matches("[\\p{Graph}]{1,255}"))
            .orElseThrow(AuthenticationFailedException::new);
    List<Grant> grants =
        identity.getRoles().stream()
            .map(g -> groups.getOrDefault(g, List.of()))
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    if (grants.isEmpty()) {
      throw new AuthenticationFailedException();
    }
    return assembly
        .get()
        .access
        .byProvider("oidc:" + provider + ":" + subject, name(token, subject), grants)
        .orElseThrow(AuthenticationFailedException::new);
  }

  /** For people to read: whatever a provider lets its people call themselves, in one line. */
  private static String name(JsonWebToken token, String subject) {
    return token
        .<Object>claim("preferred_username")
        .map(String::valueOf)
        .filter(n -> n.matches("[^\\p{C}\\s]{1,100}"))
        .orElse(subject);
  }
}
