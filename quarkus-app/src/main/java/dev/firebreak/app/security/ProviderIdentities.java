package dev.firebreak.app.security;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.access.Sessions;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.config.OidcConfig;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns whom an identity provider vouches for into a caller. What the provider calls roles counts
 * only as names of groups, so that a group called {@code approver} is none. Who is in no known
 * group does not get in.
 */
@ApplicationScoped
public class ProviderIdentities implements SecurityIdentityAugmentor {
  /** The tenant of application.properties that browsers are sent to. */
  private static final String BROWSER = "browser";

  private final Instance<Assembly> assembly;
  private final String provider;
  private final ProviderGroups groups;
  private final List<String> aliasClaims;

  @Inject
  ProviderIdentities(Instance<Assembly> assembly, OidcConfig config, ProviderGroups groups) {
    this.assembly = assembly;
    this.groups = groups;
    this.provider = config.name();
    this.aliasClaims = config.aliasClaims();
    if (!provider.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "firebreak.oidc.name must be 1 to 32 lower-case letters, digits or hyphens, got '"
              + provider
              + "'");
    }
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous() || identity.getPrincipal() instanceof CallerPrincipal) {
      return Uni.createFrom().item(identity);
    }
    if (BROWSER.equals(identity.getAttribute(OidcUtils.TENANT_ID_ATTRIBUTE))) {
      return Uni.createFrom().item(vouched(identity).identity());
    }
    return context.runBlocking(() -> CallerPrincipal.identity(caller(identity)));
  }

  /**
   * Also of somebody in no known group: a no here would send him back to the provider, for ever.
   */
  private VouchedPrincipal vouched(SecurityIdentity identity) {
    JsonWebToken token = token(identity);
    return new VouchedPrincipal(
        subject(token),
        new Sessions.Vouched(name(token), groups.known(identity.getRoles())),
        signIn(token),
        names(token));
  }

  private Caller caller(SecurityIdentity identity) {
    JsonWebToken token = token(identity);
    List<Grant> grants = groups.worth(identity.getRoles());
    if (grants.isEmpty()) {
      throw new AuthenticationFailedException();
    }
    Caller caller =
        assembly
            .get()
            .access
            .byProvider(subject(token), name(token), grants, signIn(token))
            .orElseThrow(AuthenticationFailedException::new);
    assembly.get().access.aliases().vouched(caller.subject(), names(token));
    return caller;
  }

  /** By which other systems know him. */
  private List<String> names(JsonWebToken token) {
    return aliasClaims.stream()
        .flatMap(c -> token.<Object>claim(c).stream())
        .map(v -> v instanceof JsonString s ? s.getString() : String.valueOf(v))
        .toList();
  }

  /** Anything that is neither ours nor a token of the provider is refused. */
  private static JsonWebToken token(SecurityIdentity identity) {
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      return token;
    }
    throw new AuthenticationFailedException();
  }

  private String subject(JsonWebToken token) {
    return Optional.ofNullable(token.getSubject())
        .filter(s -> s.matches("[\\p{Graph}]{1,255}"))
        .map(s -> "oidc:" + provider + ":" + s)
        .orElseThrow(AuthenticationFailedException::new);
  }

  /** For people to read: whatever a provider lets its people call themselves, in one line. */
  private static String name(JsonWebToken token) {
    return text(token, "preferred_username").orElseGet(token::getSubject);
  }

  /** When it does not say, it is not known: the token's own age tells nothing of it. */
  private static Optional<Caller.SignIn> signIn(JsonWebToken token) {
    return token
        .<Object>claim("auth_time")
        .flatMap(ProviderIdentities::seconds)
        .map(Instant::ofEpochSecond)
        .map(at -> new Caller.SignIn(at, text(token, "acr")));
  }

  private static Optional<Long> seconds(Object claim) {
    if (claim instanceof JsonNumber n) {
      return Optional.of(n.longValue());
    }
    return claim instanceof Number n ? Optional.of(n.longValue()) : Optional.empty();
  }

  private static Optional<String> text(JsonWebToken token, String claim) {
    return token
        .<Object>claim(claim)
        .map(String::valueOf)
        .filter(n -> n.matches("[^\\p{C}\\s]{1,100}"));
  }
}
