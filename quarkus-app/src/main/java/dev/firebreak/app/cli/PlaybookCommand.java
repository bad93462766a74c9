package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One playbook or table; alone it lists the versions. */
@Command(
    name = "playbook",
    description = "Versions of one playbook; release, reject, roll back, look at the source.",
    subcommands = {
      PlaybookCommand.Versions.class,
      PlaybookCommand.Release.class,
      PlaybookCommand.Reject.class,
      PlaybookCommand.RollBack.class,
      PlaybookCommand.Sync.class
    })
final class PlaybookCommand implements Runnable {
  @picocli.CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private picocli.CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "say versions, release, reject, rollback or sync");
  }

  /** A command about one of them. */
  abstract static class OfPlaybook extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "For example hot-wallet-drain.")
    private String name = "";

    String at() {
      return "/playbooks/" + Server.part(name);
    }

    String name() {
      return name;
    }

    int now(JsonNode playbook) {
      return print(
          playbook, name + " version " + Plain.field(playbook, "version") + " is in force");
    }
  }

  @Command(name = "versions", description = "List the versions, newest first.")
  static final class Versions extends OfPlaybook {
    @Override
    int run(Server server) {
      List<JsonNode> all = new ArrayList<>();
      server.get(at()).path("versions").forEach(all::add);
      return printTable(
          all,
          new Table()
              .text("VERSION", "version")
              .text("STATE", "state")
              .column("BY", Versions::authors)
              .time("AT", "at")
              .text("DECIDED BY", "decidedBy")
              .text("COMMENT", "comment"),
          "none");
    }

    private static String authors(JsonNode version) {
      return StreamSupport.stream(version.path("authors").spliterator(), false)
          .map(a -> Plain.text(a.asText()))
          .collect(Collectors.joining(", "));
    }
  }

  /** A decision about one version. */
  abstract static class OfVersion extends OfPlaybook {
    @Parameters(index = "1", paramLabel = "VERSION", description = "Its number.")
    private int version;

    @Option(
        names = "--comment",
        required = true,
        paramLabel = "TEXT",
        description = "Why; goes into the audit trail.")
    private String comment = "";

    int version() {
      return version;
    }

    ObjectNode commented() {
      return body().put("comment", comment);
    }
  }

  @Command(name = "release", description = "Put a version in force that others have written.")
  static final class Release extends OfVersion {
    @Option(
        names = "--replaces",
        paramLabel = "VERSION",
        description = "The live version it was compared with, where it was made from another one.")
    private Optional<Integer> replaces = Optional.empty();

    @Option(
        names = "--despite",
        paramLabel = "TEXT",
        description = "Why it is released although cases fail.")
    private Optional<String> despite = Optional.empty();

    @Override
    int run(Server server) {
      ObjectNode decision = commented();
      replaces.ifPresent(r -> decision.put("replaces", r));
      despite.ifPresent(d -> decision.put("despite", d));
      return now(server.post(at() + "/versions/" + version() + "/release", decision));
    }
  }

  @Command(name = "reject", description = "Send a version back to who handed it in.")
  static final class Reject extends OfVersion {
    @Override
    int run(Server server) {
      JsonNode answer = server.post(at() + "/versions/" + version() + "/reject", commented());
      return print(answer, name() + " version " + version() + " is rejected");
    }
  }

  @Command(name = "rollback", description = "Put a version in force again that was before.")
  static final class RollBack extends OfVersion {
    @Override
    int run(Server server) {
      return now(server.post(at() + "/rollback", commented().put("to", version())));
    }
  }

  @Command(name = "sync", description = "Look at the folder or the git branch now.")
  static final class Sync extends ServerCommand {
    @Override
    int run(Server server) {
      JsonNode source = server.post("/playbook-source/sync", body());
      StringBuilder text = new StringBuilder(Plain.field(source, "where")).append(" leads");
      String problem = Plain.field(source, "problem");
      text.append(problem.isEmpty() ? "" : "\n" + problem);
      source
          .path("drift")
          .forEach(d -> text.append("\ndrift: ").append(Plain.field(d, "sentence")));
      for (JsonNode refused : source.path("refused")) {
        text.append("\nnot in force: ").append(Plain.field(refused, "playbook"));
        text.append(", by ").append(Plain.field(refused, "author"));
        refused
            .path("findings")
            .forEach(
                p ->
                    text.append("\n  ")
                        .append(Plain.field(p, "element"))
                        .append(": ")
                        .append(Plain.field(p, "message")));
      }
      return print(source, text.toString());
    }
  }
}
