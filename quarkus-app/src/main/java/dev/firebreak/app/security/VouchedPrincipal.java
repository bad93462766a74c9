package dev.firebreak.app.security;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Sessions;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who comes back from the identity provider by browser. He may do nothing yet: the one
 * endpoint that he comes back to gives him a session or sends him away.
 *
 * @param subject {@code oidc:<provider>:<sub>}
 * @param names by which other systems know him
 */
public record VouchedPrincipal(
    String subject, Sessions.Vouched vouched, Optional<Caller.SignIn> signIn, List<String> names)
    implements Principal {
  @Override
  public String getName() {
    return subject;
  }

  SecurityIdentity identity() {
    return QuarkusSecurityIdentity.builder().setPrincipal(this).addRole(Roles.VOUCHED).build();
  }
}
