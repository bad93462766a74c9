package dev.firebreak.app.security;

import dev.firebreak.app.Assembly;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Turns a token of ours into who holds it. */
@ApplicationScoped
public class TokenIdentities implements IdentityProvider<BearerTokens.Shown> {
  private final Instance<Assembly> assembly;

  @Inject
  TokenIdentities(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  @Override
  public Class<BearerTokens.Shown> getRequestType() {
    return BearerTokens.Shown.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      BearerTokens.Shown request, AuthenticationRequestContext context) {
    return context.runBlocking(
        () ->
            assembly
                .get()
                .access
                .byToken(request.token())
                .map(CallerPrincipal::identity)
                .orElseThrow(AuthenticationFailedException::new));
  }
}
