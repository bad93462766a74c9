package dev.firebreak.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.bench.Ports;
import dev.firebreak.support.CommandLine;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Launch;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connector's file that cannot be used stops the start with one sentence, and {@code firebreak
 * connector test} says the same before that.
 */
class DeclaredStartIT {
  private static final String SENTENCE = "Firebreak cannot start. ";

  private static Path home;
  private static String example;

  /**
   * @param startToo whether a start is tried as well, which takes seconds
   * @param words that tell where it is and what is wrong
   */
  private record Broken(
      String what,
      String name,
      String text,
      Charset charset,
      boolean startToo,
      List<String> words) {
    static Broken of(String what, String text, String... words) {
      return new Broken(what, "acme.yaml", text, StandardCharsets.UTF_8, false, List.of(words));
    }

    Broken stopsTheStart() {
      return new Broken(what, name, text, charset, true, words);
    }

    Broken named(String other) {
      return new Broken(what, other, text, charset, startToo, words);
    }

    Broken in(Charset other) {
      return new Broken(what, name, text, other, startToo, words);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** One home for all: a failed start must leave it fit for the next. */
  @BeforeAll
  static void prepare() throws IOException {
    home = Firebreak.emptyHome("declared-start");
    Path credential = Files.writeString(Files.createTempFile("acme", "token"), "made-up");
    example =
        Files.readString(Firebreak.ROOT.resolve("connectors/declared/examples/acme-firewall.yaml"))
            .replace("/run/secrets/acme-token", credential.toString());
  }

  private static Stream<Broken> broken() {
    return Stream.of(
        Broken.of(
                "a word that is none",
                with("effect: contain", "effect: destroy"),
                "actions.block-ip.effect",
                "destroy")
            .stopsTheStart(),
        Broken.of(
            "a member that is none",
            with("undo: unblock-ip", "undoo: unblock-ip"),
            "actions.block-ip",
            "undoo"),
        Broken.of("a member given twice", example + "url: https://other.example\n", "url", "line"),
        Broken.of(
            "an undo that is not there",
            with("undo: unblock-ip", "undo: open-ip"),
            "actions.block-ip.undo",
            "open-ip"),
        Broken.of(
            "an input that is not there",
            with("PUT: /v1/blocks/${input.ip}", "PUT: /v1/blocks/${input.x}"),
            "actions.block-ip.request",
            "input.x"),
        Broken.of(
            "a secret in a path",
            with("{GET: /v1/whoami}", "{GET: \"/v1/${secret.token}\"}"),
            "readiness.request",
            "secret.token"),
        Broken.of(
            "a secret that stands in the file",
            example.replaceFirst("token: file:\\S+", "token: s3cr3t"),
            "secrets.token",
            "file:"),
        Broken.of(
            "a secret that is not there",
            example.replaceFirst("token: file:\\S+", "token: file:/nowhere"),
            "secrets.token",
            "/nowhere"),
        Broken.of(
            "a url without TLS to a public host",
            with("https://firewall", "http://firewall"),
            "http",
            "private-hosts"),
        Broken.of(
            "private hosts that are no list",
            example + "private-hosts: 127.0.0.1\n",
            "private-hosts",
            "list"),
        Broken.of("no calls at once", example + "max-concurrent: 0\n", "max-concurrent")
            .stopsTheStart(),
        Broken.of(
            "calls at once that are no number",
            example + "max-concurrent: many\n",
            "max-concurrent",
            "whole number"),
        Broken.of("a time limit of nothing", example + "timeout-seconds: 0\n", "timeout"),
        Broken.of("a kind that is none", "kind: magic\n", "magic", "http"),
        Broken.of("no YAML", "url: [\n", "not YAML", "line").stopsTheStart(),
        Broken.of("nothing", "", "a map of names and values"),
        Broken.of("a list", "- a\n", "a map of names and values"),
        Broken.of("no UTF-8", with("Blocks an", "Bl\u00f6cks an"), "UTF-8")
            .in(StandardCharsets.ISO_8859_1)
            .stopsTheStart(),
        Broken.of("a name that is none", example, "lower-case")
            .named("Acme Firewall.yaml")
            .stopsTheStart());
  }

  private static Stream<Broken> brokenForAStart() {
    return Stream.concat(
        broken().filter(Broken::startToo),
        Stream.of(
            Broken.of("the name of a configured connector", example, "firebreak.connectors.edl")
                .named("edl.yaml")));
  }

  private static String with(String text, String other) {
    assertThat(example).contains(text);
    return example.replace(text, other);
  }

  private static Path put(Broken file) throws IOException {
    Path folder = Files.createDirectories(home.resolve("connectors.d"));
    try (Stream<Path> old = Files.list(folder)) {
      for (Path p : old.toList()) {
        Files.delete(p);
      }
    }
    return Files.writeString(folder.resolve(file.name()), file.text(), file.charset());
  }

  private static Launch launch() throws IOException {
    return Launch.of(
        home,
        Map.of(
            "firebreak.playbooks.dir", Firebreak.ROOT.resolve("playbooks").toString(),
            "firebreak.connectors.edl.kind", "edl",
            "firebreak.connectors.edl.settings.username", "firewall",
            "firebreak.connectors.edl.settings.password", "made-up-and-long-enough"),
        "-Dquarkus.http.port=" + Ports.free());
  }

  @ParameterizedTest
  @MethodSource("brokenForAStart")
  void one_that_is_broken_stops_the_start_and_says_where(Broken file) throws IOException {
    Path path = put(file);

    Launch launch = launch();

    List<String> sentences = launch.output().lines().filter(l -> l.startsWith(SENTENCE)).toList();
    assertThat(launch.exit()).as(launch.output()).isNotZero();
    assertThat(sentences).as(launch.output()).hasSize(1);
    assertThat(sentences.get(0)).contains(path.toString()).contains(file.words());
    assertThat(launch.output()).doesNotContain("\tat ").doesNotContain("Caused by");
  }

  @ParameterizedTest
  @MethodSource("broken")
  void the_command_line_says_the_same_without_a_server(Broken file) throws IOException {
    Path path = put(file);

    CommandLine said = CommandLine.run(home, "connector", "test", path.toString());

    assertThat(said.exit()).as(said.output()).isEqualTo(1);
    assertThat(said.output().lines()).hasSize(1);
    assertThat(said.output())
        .doesNotContain("s3cr3t")
        .startsWith("firebreak: " + path)
        .contains(file.words());
  }

  @Test
  void the_command_line_shows_the_actions_of_one_that_can_be_used() throws IOException {
    Path path = put(Broken.of("the example", example));

    CommandLine said = CommandLine.run(home, "connector", "test", path.toString());

    assertThat(said.exit()).as(said.output()).isZero();
    assertThat(said.output().lines())
        .hasSize(3)
        .contains(
            "  acme.block-ip (ip): contain, undone by unblock-ip, read back",
            "  acme.unblock-ip (ip): release, read back");
    assertThat(said.output()).doesNotContain("made-up");
  }

  @Test
  void the_command_line_makes_element_templates_of_it() throws IOException {
    Path path = put(Broken.of("the example", example));

    CommandLine said = CommandLine.run(home, "connector", "test", "--templates", path.toString());

    assertThat(said.exit()).as(said.output()).isZero();
    assertThat(said.output()).contains("acme.block-ip", "camunda:topic");
  }

  @Test
  void the_command_line_asks_the_vendor_only_where_it_is_told_to() throws IOException {
    try (AcmeFirewall firewall = new AcmeFirewall()) {
      Path folder = Files.createDirectories(home.resolve("connectors.d"));
      Path path =
          put(
              Broken.of(
                  "the example",
                  firewall.file(
                      Firebreak.ROOT.resolve("connectors/declared/examples/acme-firewall.yaml"),
                      Files.createTempDirectory(folder.getParent(), "acme"))));

      CommandLine quiet = CommandLine.run(home, "connector", "test", path.toString());
      int before = firewall.calls().size();
      CommandLine asked = CommandLine.run(home, "connector", "test", "--ready", path.toString());

      assertThat(quiet.exit()).isZero();
      assertThat(before).isZero();
      assertThat(asked.exit()).as(asked.output()).isZero();
      assertThat(asked.output()).contains("ready, as firebreak-robot");
    }
  }

  @Test
  void the_command_line_says_when_there_is_no_such_file() {
    CommandLine said = CommandLine.run(home, "connector", "test", "nowhere.yaml");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).contains("no readable file nowhere.yaml");
  }
}
