package dev.firebreak.connector.okta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.sandbox.Sandbox;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The connector against an Okta with a memory. */
class OktaSandboxTest {
  private static final String PREFIX = "firebreak.connectors.okta.settings.";

  @Test
  void aUserIsSuspendedSignedOutAndLetInAgain() throws IOException, ActionFailure {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = VendorHttp.open(kind.endpoint(settings(sandbox)), List.of("127.0.0.1"))) {
      Connector okta = kind.open(settings(sandbox), http);

      State before = probe(okta, "suspend-user");
      run(okta, "suspend-user");
      State suspended = probe(okta, "suspend-user");
      run(okta, "suspend-user");
      State signedIn = probe(okta, "clear-sessions");
      run(okta, "clear-sessions");
      State signedOut = probe(okta, "clear-sessions");
      run(okta, "unsuspend-user");

      assertThat(List.of(before, suspended, signedIn, signedOut))
          .containsExactly(State.ABSENT, State.HOLDS, State.PENDING, State.HOLDS);
      assertThat(probe(okta, "unsuspend-user")).isEqualTo(State.HOLDS);
      assertThat(probe(okta, "suspend-user")).isEqualTo(State.ABSENT);
    }
  }

  @Test
  void theSandboxGrantsEveryAction() throws IOException, ActionFailure {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = VendorHttp.open(kind.endpoint(settings(sandbox)), List.of("127.0.0.1"))) {
      Readiness ready = kind.open(settings(sandbox), http).readiness();

      assertThat(ready.grants()).hasSize(3).allMatch(g -> g.state() == Readiness.State.GRANTED);
    }
  }

  private final OktaKind kind = new OktaKind();

  private OktaSettings settings(Sandbox sandbox) {
    Map<String, String> own = new LinkedHashMap<>();
    sandbox.properties().entrySet().stream()
        .filter(e -> e.getKey().startsWith(PREFIX))
        .forEach(e -> own.put(e.getKey().substring(PREFIX.length()), e.getValue()));
    return Settings.bind("connector 'okta'", kind.settings(), own);
  }

  private static State probe(Connector okta, String name) throws ActionFailure {
    Action<Account, Record> action = action(okta, name);
    return action.probe().orElseThrow().observe(call(action)).state();
  }

  private static void run(Connector okta, String name) throws ActionFailure {
    Action<Account, Record> action = action(okta, name);
    action.body().run(call(action));
  }

  private static Call<Account> call(Action<?, ?> action) {
    return new Call<>(
        new Account(Sandbox.OPERATOR),
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        Instant.now().plus(action.deadline()));
  }

  @SuppressWarnings("unchecked")
  private static Action<Account, Record> action(Connector connector, String name) {
    return (Action<Account, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }
}
