package dev.firebreak.app.security;

import dev.firebreak.app.Assembly;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Turns a token into the person who holds it. */
@ApplicationScoped
public class PersonIdentities implements IdentityProvider<TokenAuthenticationRequest> {
  /** The one role until people have different ones. */
  public static final String PERSON = "person";

  private final Instance<Assembly> assembly;

  @Inject
  PersonIdentities(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(
        () ->
            assembly
                .get()
                .persons
                .holder(request.getToken().getToken())
                .<SecurityIdentity>map(
                    name ->
                        QuarkusSecurityIdentity.builder()
                            .setPrincipal(new QuarkusPrincipal(name))
                            .addRole(PERSON)
                            .build())
                .orElseThrow(AuthenticationFailedException::new));
  }
}
