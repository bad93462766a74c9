package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common: the options, the server, and how results are printed. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
abstract class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the server's JSON.")
  private boolean json;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Do it as this person: the token in the file people/NAME of the home folder.")
  private Optional<String> as = Optional.empty();

  /** Does it; the exit code. */
  abstract int run(Server server);

  @Override
  public final Integer call() {
    Home home = home();
    Server server = new Server(home.url(), signsIn() ? home.token(as) : "");
    try {
      return run(server);
    } finally {
      sayStopped(server);
    }
  }

  /** Also of a command that was refused: it may be why. */
  void sayStopped(Server server) {
    server.stopped().ifPresent(s -> err().println("firebreak: NOTE: " + Plain.text(s)));
    err().flush();
  }

  /** Whether it shows a token. */
  boolean signsIn() {
    return true;
  }

  /** The home folder; replaced in tests. */
  Home home() {
    return Cli.home(spec);
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the server's own answer, or the text for people. */
  int print(JsonNode answer, String text) {
    out().println(json ? answer.toString() : text);
    out().flush();
    return 0;
  }

  int printTable(List<JsonNode> items, Table table, String whenEmpty) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode().addAll(items);
    return print(array, table.render(items, "", whenEmpty));
  }

  static ObjectNode body() {
    return new ObjectMapper().createObjectNode();
  }
}
