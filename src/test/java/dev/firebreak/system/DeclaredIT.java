package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Await;
import dev.firebreak.support.BreadthFirebreak;
import dev.firebreak.support.ByHand;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.LocalVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connectors that are files, put beside a server that runs. */
class DeclaredIT {
  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final Path EXAMPLE =
      Firebreak.ROOT.resolve("connectors/declared/examples/acme-firewall.yaml");

  private static AcmeFirewall firewall;
  private static Path folder;

  private final Firebreak app = BreadthFirebreak.get();
  private final ByHand people = new ByHand(app);
  private final String ip = "203.0.113." + NEXT.getAndIncrement();

  @BeforeAll
  static void putTheExampleThere() throws IOException {
    firewall = new AcmeFirewall();
    folder = Files.createDirectories(BreadthFirebreak.get().app().home().resolve("connectors.d"));
    put("acme-firewall", example());
    awaitConnector("acme-firewall");
  }

  @AfterAll
  static void stop() {
    firewall.close();
  }

  private static String example() {
    return firewall.file(EXAMPLE, folder);
  }

  /** At once, as a careful editor does. */
  private static void put(String name, String text) {
    try {
      Path made = Files.writeString(folder.resolve(name + ".new"), text);
      Files.move(made, folder.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitConnector(String name) {
    Await.until("the connector " + name, () -> found(name).isPresent());
  }

  private static Optional<JsonNode> found(String name) {
    return BreadthFirebreak.get()
        .items("/api/v1/connectors")
        .filter(c -> c.path("name").asText().equals(name))
        .findFirst();
  }

  /** What a connector says of its first action. */
  private static String description(String name) {
    return found(name).orElseThrow().path("actions").get(0).path("description").asText();
  }

  private String log() {
    try {
      return Files.readString(app.app().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_file_that_appears_is_a_connector_that_is_ready() {
    JsonNode ready =
        app.operator().post("/api/v1/connectors/acme-firewall/checkup", Map.of()).json(200);

    assertThat(ready.path("state").asText()).isEqualTo("ready");
    assertThat(ready.path("account").asText()).contains("firebreak-robot");
    assertThat(found("acme-firewall").orElseThrow().path("kind").asText()).isEqualTo("http");
  }

  @Test
  void a_rehearsal_asks_the_vendor_and_changes_nothing() {
    JsonNode said = people.rehearsed("acme-firewall.block-ip", Map.of("ip", ip));

    assertThat(said.path("affected").asInt()).isEqualTo(1);
    assertThat(said.path("targets").get(0).asText()).isEqualTo("ip:" + ip);
    assertThat(said.path("policy").path("verdict").asText()).isEqualTo("ask");
    assertThat(firewall.calls(ip))
        .isNotEmpty()
        .extracting(LocalVendor.Call::method)
        .containsOnly("GET");
  }

  @Test
  void it_blocks_once_others_agreed_is_read_back_and_is_lifted() {
    String incident = people.incident();
    people.asks(incident, "acme-firewall.block-ip", Map.of("ip", ip));
    app.approval(incident, "acme-firewall.block-ip", "ip:" + ip);
    assertThat(firewall.blocks()).doesNotContainKey(ip);

    people.agreed(incident, "acme-firewall.block-ip", "ip:" + ip);

    JsonNode block = app.containment(incident, "acme-firewall.block-ip", "ip:" + ip, "confirmed");
    assertThat(firewall.blocks().get(ip)).contains("incident " + incident, "both");
    people.asksToLift(block);
    people.agreed(incident, "acme-firewall.unblock-ip", "ip:" + ip);
    app.containment(incident, "acme-firewall.block-ip", "ip:" + ip, "lifted");
    assertThat(firewall.blocks()).doesNotContainKey(ip);
  }

  @Test
  void an_address_from_an_alert_reaches_no_other_resource_of_the_vendor() {
    String incident = people.incident();
    String hostile = "../../v2/admin?x=" + ip + "#";
    people.asks(incident, "acme-firewall.block-ip", Map.of("ip", hostile));
    people.agreed(incident, "acme-firewall.block-ip", "ip:" + hostile);

    app.containment(incident, "acme-firewall.block-ip", "ip:" + hostile, "confirmed");

    assertThat(firewall.calls("..%2F..%2Fv2%2Fadmin%3Fx%3D" + ip + "%23"))
        .extracting(LocalVendor.Call::method)
        .contains("PUT", "GET");
  }

  @Test
  void a_changed_file_is_taken_anew() {
    String name = unique("changed");
    put(name, example());
    awaitConnector(name);

    put(name, example().replace("Blocks an address", "Shuts out an address"));

    Await.until("the new text", () -> description(name).contains("Shuts out an address"));
    assertThat(app.operator().get("/api/v1/connectors/" + name + "/element-templates").toString())
        .contains("Shuts out an address", name + ".block-ip");
  }

  @Test
  void a_file_that_an_edit_broke_leaves_what_it_said_before_in_force_and_the_log_says_why() {
    String name = unique("broken");
    put(name, example());
    awaitConnector(name);

    put(name, example().replace("effect: contain", "effect: destroy"));

    Await.until(
        "the log to say why",
        () ->
            log()
                .lines()
                .anyMatch(
                    l -> l.contains(name + ".yaml") && l.contains("actions.block-ip.effect")));
    assertThat(description(name)).contains("Blocks an address");
    JsonNode said = people.rehearsed(name + ".block-ip", Map.of("ip", ip));
    assertThat(said.path("affected").asInt()).isEqualTo(1);
    put(name, example().replace("Blocks an address", "Mended, blocks an address"));
    Await.until("the mended text", () -> description(name).contains("Mended"));
  }

  @Test
  void a_file_that_is_not_yaml_does_not_keep_others_from_being_taken_up() {
    String broken = "aa-" + unique("broken");
    String name = unique("fine");

    put(broken, "url: [\n");
    put(name, example());

    awaitConnector(name);
    assertThat(found(broken)).isEmpty();
    Await.until(
        "the log to say why",
        () -> log().lines().anyMatch(l -> l.contains(broken) && l.contains("line")));
  }

  @Test
  void a_file_that_is_not_utf_8_does_not_keep_others_from_being_taken_up() throws IOException {
    String broken = "aa-" + unique("latin");
    String name = unique("fine");

    Files.write(folder.resolve(broken + ".yaml"), new byte[] {'#', ' ', (byte) 0xe4, '\n'});
    put(name, example());

    try {
      awaitConnector(name);
    } finally {
      Files.delete(folder.resolve(broken + ".yaml"));
    }
  }

  @Test
  void a_file_with_the_name_of_a_configured_connector_does_not_take_its_place() {
    put("configured", example());

    String after = unique("yet-another");
    put(after, example());
    awaitConnector(after);
    assertThat(found("configured").orElseThrow().path("kind").asText()).isEqualTo("edl");
    assertThat(log().lines().filter(l -> l.contains("configured.yaml")))
        .anySatisfy(l -> assertThat(l).contains("firebreak.connectors.configured"));
  }
}
