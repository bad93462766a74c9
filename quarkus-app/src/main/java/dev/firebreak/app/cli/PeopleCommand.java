package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "people",
    description = "List accounts and what they may.",
    subcommands = {
      PeopleCommand.All.class,
      PeopleCommand.Add.class,
      PeopleCommand.Grant.class,
      PeopleCommand.Revoke.class,
      PeopleCommand.Disable.class,
      PeopleCommand.Enable.class,
      PeopleCommand.Password.class,
      PeopleCommand.KnownAs.class
    })
final class PeopleCommand extends ServerCommand {
  @Override
  int run(Server server) {
    return list(this, server);
  }

  private static int list(ServerCommand command, Server server) {
    return command.printTable(
        server.list("/people"),
        new Table()
            .text("NAME", "name")
            .text("KIND", "kind")
            .column("STATE", a -> a.path("disabled").asBoolean() ? "disabled" : "")
            .column("MAY", PeopleCommand::may)
            .time("SINCE", "createdAt")
            .wide(),
        "nobody");
  }

  private static String may(JsonNode account) {
    return StreamSupport.stream(account.path("grants").spliterator(), false)
        .map(g -> Plain.field(g, "role") + " on " + Plain.field(g, "scope"))
        .collect(Collectors.joining(", "));
  }

  @Command(name = "list", description = "The same.")
  static final class All extends ServerCommand {
    @Override
    int run(Server server) {
      return list(this, server);
    }
  }

  /** Roles, and what they cover. */
  abstract static class Granting extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Their name.")
    private String name = "";

    @Option(
        names = "--role",
        split = ",",
        paramLabel = "ROLE",
        description =
            "viewer, responder, approver, author, releaser, connector-admin, people-admin, auditor"
                + " or break-glass; several with commas between.")
    private List<String> roles = List.of();

    @Option(
        names = "--scope",
        split = ",",
        paramLabel = "SCOPE",
        description =
            "What they cover: '*' for everything, connector:NAME, target:TYPE, target:TYPE:ID,"
                + " tag:NAME or group:NAME. Without one, nothing.")
    private List<String> scopes = List.of();

    String name() {
      return name;
    }

    ObjectNode grants() {
      ObjectNode body = body();
      fill(body.putArray("roles"), roles);
      fill(body.putArray("scopes"), scopes);
      if (roles.isEmpty() != scopes.isEmpty()) {
        throw new CannotDo(
            CannotDo.USAGE, "say --role and --scope together; --scope '*' means everything");
      }
      return body;
    }

    private static void fill(ArrayNode array, List<String> values) {
      values.forEach(array::add);
    }
  }

  @Command(name = "add", description = "Add a person; what to sign in with is shown this once.")
  static final class Add extends Granting {
    @Option(
        names = "--save",
        description = "Keep the token in the home folder, for --as NAME; meant for trying out.")
    private boolean save;

    @Option(names = "--service", description = "A program instead of a person.")
    private boolean service;

    @Option(
        names = "--password",
        description = "A one-time password for signing in by browser, instead of a token.")
    private boolean password;

    @Override
    int run(Server server) {
      Path file = home().person(name());
      ObjectNode body =
          grants()
              .put("name", name())
              .put("kind", service ? "service" : "person")
              .put("credential", password ? "password" : "token");
      JsonNode answer = server.post("/people", body);
      if (password) {
        return print(
            answer,
            name()
                + " may sign in with this one-time password, which is not shown again:\n"
                + answer.path("oneTimePassword").asText());
      }
      String token = answer.path("token").asText();
      if (save) {
        write(file, token);
        return print(answer, name() + " may sign in; the token is in " + file);
      }
      return print(
          answer,
          name()
              + " may sign in until "
              + Plain.time(Plain.field(answer, "expiresAt"))
              + " with this token, which is not shown again:\n"
              + token);
    }

    private static void write(Path file, String token) {
      try {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.deleteIfExists(file);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n");
      } catch (IOException e) {
        throw new CannotDo(
            CannotDo.REFUSED,
            "the person was added, but the token could not be kept in "
                + file
                + "; it is "
                + token);
      }
    }
  }

  /** A change of an account by name. */
  private static int change(ServerCommand command, Server server, String name, String what) {
    return command.print(
        server.post("/people/" + Server.part(name) + "/" + what, body()), name + ": " + what + "d");
  }

  @Command(name = "grant", description = "Give roles; nobody gives any to himself.")
  static final class Grant extends Granting {
    @Override
    int run(Server server) {
      JsonNode answer = server.post("/people/" + Server.part(name()) + "/grant", grants());
      return print(answer, name() + " is now " + may(answer));
    }
  }

  @Command(name = "revoke", description = "Take roles away.")
  static final class Revoke extends Granting {
    @Override
    int run(Server server) {
      JsonNode answer = server.post("/people/" + Server.part(name()) + "/revoke", grants());
      String left = may(answer);
      return print(answer, name() + (left.isEmpty() ? " has no role left" : " is now " + left));
    }
  }

  @Command(name = "disable", description = "Shut an account out; its tokens and sessions end.")
  static final class Disable extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name or subject.")
    private String name = "";

    @Override
    int run(Server server) {
      return change(this, server, name, "disable");
    }
  }

  @Command(name = "enable", description = "Let an account in again; its tokens stay revoked.")
  static final class Enable extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name or subject.")
    private String name = "";

    @Override
    int run(Server server) {
      return change(this, server, name, "enable");
    }
  }

  @Command(name = "password", description = "Give somebody a new one-time password.")
  static final class Password extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Their name.")
    private String name = "";

    @Override
    int run(Server server) {
      JsonNode answer = server.post("/people/" + Server.part(name) + "/password", body());
      return print(
          answer,
          name
              + " may sign in with this one-time password, which is not shown again:\n"
              + answer.path("oneTimePassword").asText());
    }
  }

  @Command(
      name = "known-as",
      description =
          "By which names other systems know somebody; who is named in an alert does not vote on"
              + " it.")
  static final class KnownAs extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Their name here.")
    private String name = "";

    @Parameters(
        index = "1..*",
        paramLabel = "ALIAS",
        description = "E-mail address, user name, ARN; all of them, those before are replaced.")
    private List<String> aliases = List.of();

    @Override
    int run(Server server) {
      ObjectNode body = body();
      ArrayNode names = body.putArray("names");
      aliases.forEach(names::add);
      JsonNode answer = server.post("/people/" + Server.part(name) + "/known-as", body);
      return print(answer, name + " is known as " + Plain.field(answer, "names"));
    }
  }
}
