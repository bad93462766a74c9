package dev.firebreak.app.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.cases.CaseClock;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.support.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a token in a file, and by the service account of a Kubernetes pod. */
class VaultSignInTest {
  private static final SecretReference.InVault TOKEN =
      (SecretReference.InVault) SecretReference.of("vault:secret/data/okta#token");
  private static final Duration BEYOND_CACHE = Duration.ofSeconds(31);

  @TempDir private Path folder;

  private final VaultServer server = new VaultServer("a secret id");
  private final CaseClock clock = new CaseClock();
  private Path file;

  @BeforeEach
  void a_secret_and_a_file_that_opens_it() {
    server.put("okta", Map.of("token", "t-1"));
    file = folder.resolve("opens");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void holds(String text) throws IOException {
    Files.writeString(file, text + "\n");
  }

  private Vault byTokenFile() {
    return open(new SignInBy("token", Map.of("token", "file:" + file)));
  }

  private Vault byServiceAccount() {
    return open(
        new SignInBy("kubernetes", Map.of("role", VaultServer.POD_ROLE, "jwt", "file:" + file)));
  }

  private Vault open(SignInBy config) {
    return Vault.open(server.url().toString(), config, clock);
  }

  private static String found(Vault vault) throws SecretMissing {
    return vault.find(TOKEN).reveal();
  }

  private List<String> asked(String end) {
    return server.asked().stream().filter(a -> a.endsWith(end)).toList();
  }

  @Test
  void a_token_of_a_file_reads_and_signs_in_nowhere() throws Exception {
    holds(server.token());

    try (Vault vault = byTokenFile()) {
      assertThat(found(vault)).isEqualTo("t-1");
    }

    assertThat(asked("/login")).isEmpty();
  }

  @Test
  void a_token_of_a_file_is_renewed_two_thirds_through_its_time() throws Exception {
    holds(server.lease(600).token());
    try (Vault vault = byTokenFile()) {
      found(vault);
      vault.renew(); // How long it lives is not known before.
      clock.forward(Duration.ofSeconds(399));
      vault.renew();
      assertThat(asked("/renew-self")).hasSize(1);

      clock.forward(Duration.ofSeconds(2));
      vault.renew();

      assertThat(asked("/renew-self")).hasSize(2);
    }
  }

  @Test
  void a_token_of_a_file_that_has_ended_opens_nothing_and_says_so() throws Exception {
    holds(server.token());
    try (Vault vault = byTokenFile()) {
      found(vault);
      server.revokeAll();
      clock.forward(BEYOND_CACHE);

      assertThatThrownBy(() -> found(vault))
          .isInstanceOf(SecretMissing.class)
          .hasMessageContaining("vault:secret/data/okta#token")
          .hasMessageContaining("token");
    }
  }

  @Test
  void a_new_token_in_the_file_serves_without_a_restart() throws Exception {
    holds(server.token());
    try (Vault vault = byTokenFile()) {
      found(vault);
      server.revokeAll();
      holds(server.put("okta", Map.of("token", "t-2")).token());
      clock.forward(BEYOND_CACHE);

      assertThat(found(vault)).isEqualTo("t-2");
    }
  }

  @Test
  void a_pod_signs_in_with_its_service_account_and_once() throws Exception {
    holds(server.serviceAccount());

    try (Vault vault = byServiceAccount()) {
      found(vault);
      clock.forward(BEYOND_CACHE);
      assertThat(found(vault)).isEqualTo("t-1");
    }

    assertThat(asked("/login")).containsExactly("POST /v1/auth/kubernetes/login");
  }

  @Test
  void what_a_pod_signed_in_with_is_renewed() throws Exception {
    holds(server.serviceAccount());
    server.lease(600);
    try (Vault vault = byServiceAccount()) {
      found(vault);
      clock.forward(Duration.ofSeconds(401));

      vault.renew();
      clock.forward(Duration.ofSeconds(300));
      found(vault);
    }

    assertThat(asked("/renew-self")).hasSize(1);
    assertThat(asked("/login")).hasSize(1);
  }

  @Test
  void what_is_not_renewed_any_more_is_replaced_when_it_has_ended() throws Exception {
    holds(server.serviceAccount());
    server.lease(600);
    try (Vault vault = byServiceAccount()) {
      found(vault);
      server.neverRenews();
      clock.forward(Duration.ofSeconds(401));
      vault.renew();
      clock.forward(Duration.ofSeconds(140));

      assertThat(found(vault)).isEqualTo("t-1");
    }

    assertThat(asked("/login")).hasSize(2);
  }

  @Test
  void what_ended_before_its_time_is_replaced_with_the_service_account_s_newest_token()
      throws Exception {
    holds(server.serviceAccount());
    try (Vault vault = byServiceAccount()) {
      found(vault);
      server.revokeAll();
      holds(server.serviceAccount());
      clock.forward(BEYOND_CACHE);

      assertThat(found(vault)).isEqualTo("t-1");
    }

    assertThat(asked("/login")).hasSize(2);
  }

  @Test
  void a_service_account_that_vault_does_not_take_is_told_and_not_repeated() throws Exception {
    String old = server.serviceAccount();
    server.serviceAccount();
    holds(old);

    try (Vault vault = byServiceAccount()) {
      assertThatThrownBy(() -> found(vault))
          .isInstanceOf(SecretMissing.class)
          .hasMessageContaining("sign in by kubernetes")
          .hasMessageNotContaining(old);
    }
  }

  @Test
  void a_service_account_that_is_not_there_is_told_by_the_setting() {
    try (Vault vault = byServiceAccount()) {
      assertThatThrownBy(() -> found(vault))
          .isInstanceOf(SecretMissing.class)
          .hasMessageContaining("firebreak.vault.jwt");
    }
  }
}
