package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Vault, or one namespace of it, and how to log in there: with a token, or with an AppRole.
 *
 * @param url of the active node or of what leads to it, without {@code /v1}
 * @param roleId given together with {@code secretId}, and then no {@code token}
 * @param revocablePrefixes what {@code revoke-prefix} may be asked for; empty for nothing
 * @param caCertificate PEM; no secret, but only secrets take {@code file:}
 */
public record VaultSettings(
    @Describe("Address of Vault, for example https://vault.acme.example:8200") URI url,
    @Describe("Token of Firebreak; this, or role-id and secret-id.") Optional<Secret> token,
    @Describe("RoleID of the AppRole that Firebreak logs in with.") Optional<String> roleId,
    @Describe("SecretID of that AppRole.") Optional<Secret> secretId,
    @Describe(value = "Where the AppRole method is mounted, below auth/.", byDefault = "approle")
        String approleMount,
    @Describe("Namespace (Vault Enterprise, HCP), for example acme/prod; none is the root.")
        Optional<String> namespace,
    @Describe(
            "Lease prefixes that revoke-prefix may revoke, and what is below them; separated by"
                + " commas, for example database/creds/readonly. Without it, it revokes none.")
        List<String> revocablePrefixes,
    @Describe(
            "Certificate of Vault's authority in PEM, best as file:PATH; the only one trusted then.")
        Optional<Secret> caCertificate) {

  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,4096}");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");

  public VaultSettings {
    boolean appRole = roleId.isPresent() && secretId.isPresent();
    if (token.isPresent() == appRole || roleId.isPresent() != secretId.isPresent()) {
      throw new IllegalArgumentException(
          "give either setting 'token', or both 'role-id' and 'secret-id'");
    }
    if (String.valueOf(url.getRawPath()).matches(".*/v1/?")) {
      throw new IllegalArgumentException(
          "setting 'url' must be Vault's own address like https://vault.acme.example:8200, without"
              + " /v1");
    }
    plain("token", token);
    plain("secret-id", secretId);
    path("approle-mount", approleMount);
    namespace.ifPresent(n -> path("namespace", n));
    revocablePrefixes =
        revocablePrefixes.stream()
            .map(p -> Prefix.checked("setting 'revocable-prefixes'", p))
            .toList();
  }

  private static void plain(String key, Optional<Secret> secret) {
    if (secret.filter(s -> !s.keeps(v -> PLAIN.matcher(v).matches())).isPresent()) {
      throw new IllegalArgumentException(
          "setting '" + key + "' has a space, line break or other character Vault gives none");
    }
  }

  private static void path(String key, String value) {
    if (!PATH.matcher(value).matches() || value.contains("..")) {
      throw new IllegalArgumentException(
          "setting '"
              + key
              + "' must be like acme/prod, without slashes around, got '"
              + value
              + "'");
    }
  }
}
