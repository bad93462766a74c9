package dev.firebreak.connector.declared;

import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.ConnectorDocs;
import dev.firebreak.testkit.FakeVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of the README keeps the promises of every connector. */
class HttpKindContractTest extends ConnectorContract {
  private static final String TOKEN = "canary-4c1d-token-of-acme";
  private static final String BLOCK = "/v1/blocks/203\\.0\\.113\\.9";
  private static final String INPUT = "{\"ip\":\"203.0.113.9\"}";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new HttpKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "declared");
      Path token = Files.writeString(folder.resolve("token"), TOKEN);
      String file =
          Files.readString(Path.of("examples/acme-firewall.yaml"))
              .replace("https://firewall.acme.example/api", baseUrl)
              .replace("/run/secrets/acme-token", token.toAbsolutePath().toString());
      return Map.of(
          "file", Files.writeString(folder.resolve("acme.yaml"), file).toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor.on("GET", "/v1/whoami", json(200, "{\"user\":\"firebreak\"}"));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("block-ip", INPUT)
            .before(v -> v.on("GET", BLOCK, status(404)))
            .vendor(v -> v.on("PUT", BLOCK, json(201, "{}")))
            .after(v -> v.on("GET", BLOCK, json(200, "{\"state\":\"active\"}")))
            .main("PUT", BLOCK),
        ActionCase.of("unblock-ip", INPUT)
            .before(v -> v.on("GET", BLOCK, json(200, "{\"state\":\"active\"}")))
            .vendor(v -> v.on("DELETE", BLOCK, status(204)))
            .after(v -> v.on("GET", BLOCK, status(404)))
            .main("DELETE", BLOCK));
  }

  private Action<Values, Values> action(String name) {
    @SuppressWarnings("unchecked")
    Action<Values, Values> found =
        (Action<Values, Values>)
            connector().actions().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    return found;
  }

  private Call<Values> call(String json) throws IOException {
    Values input = action("block-ip").read(Json.parse(json));
    return new Call<>(input, "k".repeat(40), "incident-7", Instant.now().plusSeconds(60));
  }

  @Test
  void thePageShowsTheExample() throws IOException {
    String yaml = Files.readString(Path.of("examples/acme-firewall.yaml"));

    ConnectorDocs.check(ConnectorDocs.readme(), "example", "```yaml\n" + yaml + "```\n");
  }

  @Test
  void whatIsSentIsWhatTheFileSays() throws Exception {
    vendor().on("PUT", BLOCK, json(201, "{}"));

    Values unused = action("block-ip").body().run(call(INPUT));

    LoggedRequest sent = vendor().received("PUT", BLOCK).get(0);
    assertThat(sent.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(Json.parse(sent.getBodyAsString()))
        .isEqualTo(Json.parse("{\"reason\":\"incident incident-7\",\"direction\":\"both\"}"));
  }

  @Test
  void aStateOnItsWayIsPending() throws Exception {
    vendor().on("GET", BLOCK, json(200, "{\"state\":\"installing\"}"));

    Observation seen = action("block-ip").probe().orElseThrow().observe(call(INPUT));

    assertThat(seen.state()).isEqualTo(Observation.State.PENDING);
    assertThat(seen.detail()).isEqualTo("HTTP 200 /state=installing");
  }

  @Test
  void aStateTheFileDoesNotNameIsNoObservation() throws Exception {
    vendor().on("GET", BLOCK, json(200, "{\"state\":\"failed\"}"));
    Call<Values> call = call(INPUT);

    try {
      Observation seen = action("block-ip").probe().orElseThrow().observe(call);
      throw new AssertionError("observed " + seen);
    } catch (ActionFailure f) {
      assertThat(f.kind()).isEqualTo(ActionFailure.Kind.UNAVAILABLE);
      assertThat(f).hasMessageContaining("neither holds nor pending nor absent");
    }
  }

  @Test
  void theSecretTurnsUpNowhere() throws Exception {
    vendor().on("PUT", BLOCK, json(400, "{\"error\":\"bad token " + TOKEN + "\"}"));
    Call<Values> call = call(INPUT);

    try {
      Values unused = action("block-ip").body().run(call);
    } catch (ActionFailure f) {
      assertThat(f).hasMessageNotContaining(TOKEN);
    }
    assertThat(connector().toString()).doesNotContain(TOKEN);
    assertThat(connector().readiness().toString()).doesNotContain(TOKEN);
  }
}
