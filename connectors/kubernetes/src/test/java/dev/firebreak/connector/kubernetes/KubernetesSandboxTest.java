package dev.firebreak.connector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.sandbox.Sandbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against an API server with a memory. */
class KubernetesSandboxTest {
  @Test
  void aQuarantineHoldsAndLiftingItGivesBackWhatWasThere() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      KubernetesConnector connector = connect(sandbox);
      Call<Quarantine.Ask> ask = call(new Quarantine.Ask(Sandbox.SIGNER, "shell in a signer"));
      JsonNode labels = labels(sandbox);
      Observation before = connector.quarantine().observe(ask);
      String id = connector.quarantine().apply(ask).quarantineId();
      connector.quarantine().apply(ask);
      Observation during = connector.quarantine().observe(ask);
      Call<Lift.Ask> lift = call(new Lift.Ask(Sandbox.SIGNER, id));
      Observation notLifted = connector.lift().observe(lift);

      connector.lift().lift(lift);
      connector.lift().lift(lift);

      assertThat(before.state()).isEqualTo(Observation.State.ABSENT);
      assertThat(during.state()).isEqualTo(Observation.State.HOLDS);
      assertThat(notLifted.state()).isEqualTo(Observation.State.ABSENT);
      assertThat(connector.lift().observe(lift).state()).isEqualTo(Observation.State.HOLDS);
      assertThat(connector.quarantine().observe(ask).state()).isEqualTo(Observation.State.ABSENT);
      assertThat(labels(sandbox)).isEqualTo(labels);
    }
  }

  @Test
  void theSandboxGrantsEveryAction() throws Exception {
    try (Sandbox sandbox = Sandbox.start(0)) {
      Readiness ready = connect(sandbox).readiness();

      assertThat(ready.account()).startsWith("system:serviceaccount:firebreak:firebreak, ");
      assertThat(ready.grants()).hasSize(2).allMatch(g -> g.state() == Readiness.State.GRANTED);
    }
  }

  private static JsonNode labels(Sandbox sandbox) {
    for (JsonNode pod : sandbox.state().findPath("pods")) {
      JsonNode metadata = pod.path("metadata");
      if (Sandbox.SIGNER.endsWith("/" + metadata.path("name").asText())) {
        return metadata.path("labels");
      }
    }
    throw new AssertionError("the sandbox has no signer");
  }

  private static KubernetesConnector connect(Sandbox sandbox) {
    String prefix = "firebreak.connectors.kubernetes.settings.";
    Map<String, String> values = new HashMap<>();
    sandbox
        .properties()
        .forEach(
            (k, v) -> {
              if (k.startsWith(prefix)) {
                values.put(k.substring(prefix.length()), v);
              }
            });
    KubernetesKind kind = new KubernetesKind();
    KubernetesSettings settings = Settings.bind("connector", kind.settings(), values);
    return (KubernetesConnector)
        kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(input, Objects.KEY, "incident-1", Instant.now().plusSeconds(60));
  }
}
