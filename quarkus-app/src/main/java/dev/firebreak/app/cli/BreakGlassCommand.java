package dev.firebreak.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
      description =
          "Make the two keys, or one for each holder named; each gets a passphrase that its holder"
              + " alone knows.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Keys implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Where the key files go, for example a stick each takes away. Default: here.")
    private Path out = Path.of(".");

    @Option(
        names = "--holder",
        split = ",",
        paramLabel = "NAME",
        description =
            "Whose keys they are, two people or more, by account (dana) or subject: a key does not"
                + " approve what its holder asked for. Default: two of which nobody knows.")
    private List<String> holders = List.of();

    @Override
    public Integer call() {
      checkHolders();
      PrintWriter err = spec.commandLine().getErr();
      Path known = Cli.home(spec).folder().resolve("emergency-keys.pub");
      if (Files.exists(known)) {
        throw new CannotDo(
            CannotDo.REFUSED,
            known + " names keys already; move it away first if they are lost, and say so");
      }
      Passphrases people = new Passphrases(err);
      List<EmergencyKey.Fresh> keys = new ArrayList<>();
      for (int i = 0; i < Math.max(2, holders.size()); i++) {
        keys.add(make(people, i < holders.size() ? holders.get(i) : i == 0 ? "first" : "second"));
      }
      for (int i = 0; i < keys.size(); i++) {
        write(out.resolve("emergency-" + (i + 1) + ".key"), keys.get(i).file(), "rw-------");
      }
      write(known, open(keys), "rw-r--r--");
      tell(keys);
      return 0;
    }

    private void checkHolders() {
      boolean fine =
          holders.isEmpty() || holders.size() >= 2 && Set.copyOf(holders).size() == holders.size();
      if (!fine || holders.stream().anyMatch(h -> !h.matches("[A-Za-z0-9._@:/-]{1,190}"))) {
        throw new CannotDo(
            CannotDo.USAGE, "name two holders or more, each once, by account or subject");
      }
    }

    private String open(List<EmergencyKey.Fresh> keys) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < keys.size(); i++) {
        if (i < holders.size()) {
          String holder = holders.get(i);
          text.append("# held by ")
              .append(holder.contains(":") ? holder : "person:" + holder)
              .append('\n');
        }
        text.append(keys.get(i).open());
      }
      return text.toString();
    }

    private void tell(List<EmergencyKey.Fresh> keys) {
      PrintWriter text = spec.commandLine().getOut();
      for (int i = 0; i < keys.size(); i++) {
        String whom = i < holders.size() ? ", for " + holders.get(i) : "";
        text.println("made emergency-%d.key (%s%s)".formatted(i + 1, keys.get(i).id(), whom));
      }
      text.println("in %s; give each to somebody else".formatted(out.toAbsolutePath().normalize()));
      text.flush();
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
