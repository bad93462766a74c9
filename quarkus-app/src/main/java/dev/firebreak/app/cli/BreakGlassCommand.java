package dev.firebreak.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "break-glass",
    description = "Keys for approving on this host when nobody can sign in.",
    subcommands = BreakGlassCommand.Keys.class)
final class BreakGlassCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new CannotDo(CannotDo.USAGE, "say break-glass keys");
  }

  @Command(
      name = "keys",
      description = "Make the two keys; each gets a passphrase that its holder alone knows.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Keys implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Where the key files go, for example a stick each takes away. Default: here.")
    private Path out = Path.of(".");

    @Override
    public Integer call() {
      PrintWriter err = spec.commandLine().getErr();
      Path known = Cli.home(spec).folder().resolve("emergency-keys.pub");
      if (Files.exists(known)) {
        throw new CannotDo(
            CannotDo.REFUSED,
            known + " names two keys already; move it away first if they are lost, and say so");
      }
      Passphrases people = new Passphrases(err);
      List<EmergencyKey.Fresh> keys = List.of(make(people, "first"), make(people, "second"));
      for (int i = 0; i < keys.size(); i++) {
        write(out.resolve("emergency-" + (i + 1) + ".key"), keys.get(i).file(), "rw-------");
      }
      write(known, keys.get(0).open() + keys.get(1).open(), "rw-r--r--");
      PrintWriter text = spec.commandLine().getOut();
      text.println(
          "made emergency-1.key (%s) and emergency-2.key (%s) in %s; give them to two people"
              .formatted(keys.get(0).id(), keys.get(1).id(), out.toAbsolutePath().normalize()));
      text.flush();
      return 0;
    }

    private static EmergencyKey.Fresh make(Passphrases people, String which) {
      char[] one = people.secret("passphrase of the " + which + " key, its holder types it");
      if (one.length < EmergencyKey.SHORTEST_PASSPHRASE) {
        throw new CannotDo(
            CannotDo.USAGE,
            "a passphrase has at least " + EmergencyKey.SHORTEST_PASSPHRASE + " characters");
      }
      if (!Arrays.equals(one, people.secret("the same again"))) {
        throw new CannotDo(CannotDo.USAGE, "those were two different passphrases; begin again");
      }
      return EmergencyKey.make(one);
    }

    private static void write(Path file, String text, String permissions) {
      try {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(file, text);
      } catch (FileAlreadyExistsException e) {
        throw new CannotDo(CannotDo.REFUSED, file + " is there already; say another --out");
      } catch (IOException e) {
        throw new CannotDo(CannotDo.REFUSED, file + " could not be written: " + e.getMessage());
      }
    }
  }
}
