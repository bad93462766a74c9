package dev.firebreak.app.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.config.VaultConfig;
import dev.firebreak.cases.CaseClock;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.support.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading secrets of a Vault that keeps to the vendor's documented forms. */
class VaultTest {
  private static final SecretReference.InVault TOKEN =
      (SecretReference.InVault) SecretReference.of("vault:secret/data/okta#token");

  @TempDir private Path folder;

  private final VaultServer server = new VaultServer("a secret id");
  private final CaseClock clock = new CaseClock();
  private Optional<Vault> opened = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    Path secretId = Files.writeString(folder.resolve("secret-id"), "a secret id\n");
    server.put("okta", Map.of("token", "t-1"));
    opened = Optional.of(Vault.open(server.url().toString(), config(secretId), clock));
  }

  @AfterEach
  void close() {
    opened.ifPresent(Vault::close);
    server.close();
  }

  private String found() throws SecretMissing {
    return opened.orElseThrow().find(TOKEN).reveal();
  }

  private long reads() {
    return server.asked().stream().filter(a -> a.startsWith("GET ")).count();
  }

  @Test
  void aSecretIsReadOnceForAShortTimeAndThenAgain() throws Exception {
    assertThat(found()).isEqualTo("t-1");
    server.put("okta", Map.of("token", "t-2"));
    assertThat(found()).isEqualTo("t-1");
    assertThat(reads()).isEqualTo(1);

    clock.forward(Duration.ofSeconds(31));

    assertThat(found()).isEqualTo("t-2");
  }

  @Test
  void whatAVendorRefusedIsReadAgainAtOnce() throws Exception {
    found();
    server.put("okta", Map.of("token", "t-2"));
    clock.forward(Duration.ofSeconds(3));

    opened.orElseThrow().forget(TOKEN);

    assertThat(found()).isEqualTo("t-2");
  }

  @Test
  void whoeverIsRefusedOnPurposeDoesNotMakeItAskEachTime() throws Exception {
    found();

    for (int i = 0; i < 100; i++) {
      opened.orElseThrow().forget(TOKEN);
      found();
    }

    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void whileItIsSealedWhatWasReadLastServesForAWhile() throws Exception {
    found();
    server.sealed(true);

    clock.forward(Duration.ofMinutes(10));
    assertThat(found()).isEqualTo("t-1");

    clock.forward(Duration.ofMinutes(6));
    assertThatThrownBy(this::found)
        .isInstanceOf(SecretMissing.class)
        .hasMessageContaining("vault:secret/data/okta#token")
        .hasMessageContaining("503");
  }

  @Test
  void whatIsDeletedServesNoLonger() throws Exception {
    found();
    server.put("okta", Map.of("other", "x"));

    clock.forward(Duration.ofSeconds(31));

    assertThatThrownBy(this::found).hasMessageContaining("no field 'token'");
  }

  @Test
  void aTokenThatWasTakenBackIsReplacedBySigningInAgain() throws Exception {
    found();
    server.revokeAll();
    clock.forward(Duration.ofSeconds(31));

    assertThat(found()).isEqualTo("t-1");
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() throws Exception {
    server.lease(600);
    found();
    clock.forward(Duration.ofSeconds(401));

    opened.orElseThrow().renew();
    clock.forward(Duration.ofSeconds(300));
    found();

    assertThat(server.asked())
        .contains("POST /v1/auth/token/renew-self")
        .filteredOn(a -> a.endsWith("/login"))
        .hasSize(1);
  }

  @Test
  void aReferenceThatCanNameNothingIsRefused() {
    for (String wrong :
        List.of(
            "vault:",
            "vault:okta#token",
            "vault:secret/data/okta",
            "vault:secret/../sys/x#token",
            "vault:/secret/data/okta#token",
            "vault:secret/data/okta?x#token",
            "env:",
            "env:1X",
            "file:")) {
      assertThatThrownBy(() -> SecretReference.of(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static VaultConfig config(Path secretId) {
    return new SignInBy(
        "approle", Map.of("role-id", VaultServer.ROLE, "secret-id", "file:" + secretId));
  }
}
