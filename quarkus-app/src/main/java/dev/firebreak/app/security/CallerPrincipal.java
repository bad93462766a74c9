package dev.firebreak.app.security;

import dev.firebreak.access.Caller;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Principal;

/** A {@link Caller} as Quarkus carries one. Its name is the subject. */
public record CallerPrincipal(Caller caller) implements Principal {
  @Override
  public String getName() {
    return caller.subject();
  }

  static SecurityIdentity identity(Caller caller) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new CallerPrincipal(caller))
        .addRoles(Roles.of(caller))
        .build();
  }
}
