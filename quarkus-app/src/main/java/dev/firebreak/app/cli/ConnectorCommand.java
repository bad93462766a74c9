package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.firebreak.connector.Access;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.ElementTemplates;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with a connector's file without a server. */
@Command(
    name = "connector",
    description = "Check a connector that is described in a file.",
    subcommands = ConnectorCommand.Test.class)
@SuppressWarnings("NullAway.Init") // picocli sets the field before it calls
final class ConnectorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "say what to do: connector test FILE");
  }

  /** Reads the file as the server would. */
  @Command(
      name = "test",
      description =
          "Check a file of connectors.d: all that the server would check at its start; calls"
              + " nobody, unless --ready asks it to.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Test implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The YAML file.")
    private Path file;

    @Option(names = "--ready", description = "Also ask the vendor whether it could act.")
    private boolean ready;

    @Option(names = "--templates", description = "Print the element templates for the modeler.")
    private boolean templates;

    @Override
    public Integer call() throws Exception {
      if (!Files.isReadable(file)) {
        throw new CannotDo(CannotDo.USAGE, "there is no readable file " + file);
      }
      PrintWriter out = spec.commandLine().getOut();
      checkName();
      try (Opened opened = new Opened(head())) {
        Connector connector = opened.open(file);
        show(out, connector);
        return ready ? ask(out, connector) : 0;
      } catch (IllegalArgumentException e) {
        throw new CannotDo(1, file + ": " + e.getMessage());
      } finally {
        out.flush();
      }
    }

    private void checkName() {
      String name = String.valueOf(file.getFileName());
      if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*\\.yaml")) {
        throw new CannotDo(
            1,
            file
                + ": the file's name is the connector's: lower-case words with hyphens, for example"
                + " acme.yaml");
      }
    }

    /** What is not UTF-8 is found when the connector is opened. */
    private JsonNode head() throws IOException {
      try {
        return new YAMLMapper().readTree(new String(Files.readAllBytes(file), UTF_8));
      } catch (JsonProcessingException e) {
        throw new CannotDo(
            1, file + ": not YAML: " + Plain.text(VendorHttp.oneLine(e.getOriginalMessage())));
      }
    }

    private void show(PrintWriter out, Connector connector) {
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
      if (templates) {
        ArrayNode all = ElementTemplates.of(name, connector.actions());
        out.println(all.toPrettyString());
        return;
      }
      out.println(file + " is a connector; playbooks call it as:");
      connector.actions().forEach(a -> out.println("  " + name + "." + line(a)));
    }

    private static String line(Action<?, ?> a) {
      String inputs =
          a.fields().stream()
              .map(f -> f.name() + (f.required() ? "" : "?"))
              .collect(Collectors.joining(", "));
      String undo = a.inverse().map(i -> ", undone by " + i.action()).orElse("");
      return a.name()
          + " ("
          + inputs
          + "): "
          + a.effect().name().toLowerCase(Locale.ROOT)
          + undo
          + (a.probe().isPresent() ? ", read back" : "");
    }

    private static int ask(PrintWriter out, Connector connector) {
      try {
        out.println("ready, as " + Plain.text(connector.readiness().account()));
        return 0;
      } catch (ActionFailure e) {
        out.println("not ready: " + Plain.text(e.getMessage()));
        return 1;
      }
    }
  }

  /** What one file's connector opens, and nothing of a server. */
  private static final class Opened implements Access, AutoCloseable {
    private final JsonNode head;
    private final List<AutoCloseable> opened = new ArrayList<>();

    Opened(JsonNode head) {
      this.head = head;
    }

    Connector open(Path file) {
      String wanted = head.path("kind").asText("http");
      ConnectorKind<?> kind =
          ServiceLoader.load(ConnectorKind.class).stream()
              .<ConnectorKind<?>>map(ServiceLoader.Provider::get)
              .filter(k -> k.kind().equals(wanted))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("kind must be http or worker, got " + wanted));
      return open(kind, file);
    }

    private <S extends Record> Connector open(ConnectorKind<S> kind, Path file) {
      S settings =
          Settings.bind(
              "the file", kind.settings(), Map.of("file", file.toAbsolutePath().toString()));
      return kind.open(settings, this);
    }

    private List<String> privateHosts() {
      return StreamSupport.stream(head.path("private-hosts").spliterator(), false)
          .map(JsonNode::asText)
          .toList();
    }

    @Override
    public VendorHttp http(Endpoint endpoint) {
      VendorHttp made = VendorHttp.open(endpoint, privateHosts());
      opened.add(made);
      return made;
    }

    @Override
    public VendorSockets sockets(VendorSockets.Address address) {
      VendorSockets made = VendorSockets.open(address, privateHosts());
      opened.add(made);
      return made;
    }

    @Override
    public Entries entries() {
      throw new IllegalArgumentException("this kind cannot be described in a file");
    }

    @Override
    public Handover handover(Secret credential) {
      return new Handover() {
        @Override
        public JsonNode ask(Work work, Call<?> call) {
          throw new IllegalStateException("no worker is asked by the command line");
        }

        @Override
        public Optional<String> lastFetch(String action) {
          return Optional.empty();
        }
      };
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public void close() throws Exception {
      for (AutoCloseable o : opened) {
        o.close();
      }
    }
  }
}
