package dev.firebreak.connector.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a file may say, and the sentence for what it may not. */
class FileTest {
  private static final String HEAD =
      """
      url: https://vendor.example
      secrets: {token: "file:SECRET"}
      readiness: {request: {GET: /me}}
      actions:
        lock:
          description: Locks a door.
          effect: contain
          target: host:${input.door}
          inputs:
            door: {description: Which door.}
            floor: {type: whole-number, optional: true, description: Which floor.}
      """;
  private static final String REQUEST = "    request: {PUT: \"/doors/${input.door}\"}\n";
  private static final String PROBE =
      """
          probe: {request: {GET: "/doors/${input.door}"}, holds: {when: {/locked: true}}, absent: {when: {/locked: false}}}
      """;
  private static final String REVERSIBLE = "    reversible: out-of-band\n";

  @TempDir private Path folder;

  private Connector open(String text) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "never-shown-7d20");
    Path file =
        Files.writeString(folder.resolve("door.yaml"), text.replace("SECRET", secret.toString()));
    DeclaredSettings settings = new DeclaredSettings(file.toString());
    HttpKind kind = new HttpKind();
    try (VendorHttp http =
        VendorHttp.open(Endpoint.at(URI.create("https://vendor.example")), List.of())) {
      return kind.open(settings, http);
    }
  }

  @Test
  void aSmallFileIsAConnector() throws IOException {
    Connector door = open(HEAD + REQUEST + PROBE + REVERSIBLE);

    Action<?, ?> lock = door.actions().get(0);
    assertThat(lock.name()).isEqualTo("lock");
    assertThat(lock.fields()).hasSize(2);
    assertThat(lock.repeatable()).isTrue();
  }

  @Test
  void whatIsPostedIsNotTakenToBeRepeatable() throws IOException {
    Connector door = open(HEAD + REQUEST.replace("PUT", "POST") + PROBE + REVERSIBLE);

    assertThat(door.actions().get(0).repeatable()).isFalse();
  }

  @Test
  void inputsHaveTheirTypes() throws IOException {
    Action<?, ?> lock = open(HEAD + REQUEST + PROBE + REVERSIBLE).actions().get(0);

    assertThat(Json.write(lock.read(Json.parse("{\"door\":\"a\",\"floor\":\"3\"}"))))
        .contains("\"floor\":3");
    assertThatThrownBy(() -> lock.read(Json.parse("{\"door\":\"a\",\"floor\":\"third\"}")))
        .hasMessageContaining("floor")
        .hasMessageContaining("whole number");
    assertThatThrownBy(() -> lock.read(Json.parse("{\"floor\":3}")))
        .hasMessageContaining("door is missing");
  }

  @TestFactory
  Stream<DynamicTest> aSlipIsRefusedWithItsPlace() {
    String good = HEAD + REQUEST + PROBE + REVERSIBLE;
    Map<String, List<String>> slips = new LinkedHashMap<>();
    slips.put("url: [", List.of("not YAML", "line"));
    slips.put("- a", List.of("map"));
    slips.put(good + "url: https://again.example\n", List.of("not YAML"));
    slips.put(good.replace("url:", "uri:"), List.of("'uri' is not known"));
    slips.put(good.replace("https://", "https//"), List.of("url"));
    slips.put(good.replace("file:SECRET", "hunter2"), List.of("secrets.token", "file:"));
    slips.put(good.replace("file:SECRET", "file:/no/such"), List.of("secrets.token"));
    slips.put(good.replace("contain", "freeze"), List.of("actions.lock.effect", "contain"));
    slips.put(good.replace("host:$", "$"), List.of("actions.lock.target"));
    slips.put(good.replace("host:$", "door:$"), List.of("actions.lock.target", "door"));
    slips.put(
        good.replace("/doors/${input.door}\"}\n    probe", "/doors/${input.dor}\"}\n    probe"),
        List.of("${input.dor}"));
    slips.put(good.replace("PUT", "put"), List.of("actions.lock.request", "put"));
    slips.put(good.replace("PUT: \"/doors", "PUT: \"doors"), List.of("path begins"));
    slips.put(good.replace("PUT: \"/doors", "PUT: \"//evil.example"), List.of("path begins"));
    slips.put(
        good.replace("PUT: \"/doors/${input.door}", "PUT: \"/doors/${secret.token}"),
        List.of("${secret.token}"));
    slips.put(good.replace("{GET: \"/doors", "{POST: \"/doors"), List.of("probe", "GET"));
    slips.put(good.replace("/locked: true", "locked: true"), List.of("JSON pointer"));
    slips.put(good.replace("holds: {when: {/locked: true}}", "holds: {}"), List.of("holds"));
    slips.put(good.replace("holds: {", "holds: {status: 401, "), List.of("401"));
    slips.put(HEAD + REQUEST + REVERSIBLE, List.of("probe"));
    slips.put(HEAD + REQUEST + PROBE, List.of("undo"));
    slips.put(good + "    undo: unlock\n", List.of("undo"));
    slips.put(
        HEAD + REQUEST + PROBE + "    undo: unlock\n", List.of("there is no action 'unlock'"));
    slips.put(good.replace("Which door.", ""), List.of("inputs.door", "description"));
    slips.put(good.replace("door: {d", "mode: {d"), List.of("mode"));
    slips.put(good.replace("floor:", "Floor-1:"), List.of("Floor-1"));
    slips.put(good.replace("lock:", "Lock:"), List.of("Lock"));
    slips.put(good + "    deadline: 90\n", List.of("deadline", "PT90S"));
    slips.put(good.replace("{GET: /me}", "{DELETE: /me}"), List.of("readiness"));
    slips.put(good + "headers: {Host: evil.example}\n", List.of("headers", "Host"));
    return slips.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    String.join(" ", e.getValue()),
                    () ->
                        assertThatThrownBy(() -> open(e.getKey()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .satisfies(
                                f ->
                                    assertThat(f.getMessage())
                                        .contains(e.getValue().toArray(String[]::new))
                                        .doesNotContain("never-shown-7d20", "hunter2"))));
  }
}
