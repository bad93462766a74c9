package dev.firebreak.verifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the command was asked for. */
record Arguments(
    boolean help,
    Optional<Path> export,
    List<Path> keys,
    List<Path> witnesses,
    Optional<Long> entry,
    Optional<Long> from,
    Optional<Long> to,
    Optional<Path> proof) {

  /** The command is not as the usage says. */
  static final class Misused extends Exception {
    Misused(String message) {
      super(message);
    }
  }

  static Arguments of(List<String> args) throws Misused {
    boolean help = false;
    Optional<Path> export = Optional.empty();
    List<Path> keys = new ArrayList<>();
    List<Path> witnesses = new ArrayList<>();
    Optional<Long> entry = Optional.empty();
    Optional<Long> from = Optional.empty();
    Optional<Long> to = Optional.empty();
    Optional<Path> proof = Optional.empty();
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      switch (arg) {
        case "-h", "--help" -> help = true;
        case "--key" -> keys.add(Path.of(value(arg, rest)));
        case "--witness" -> witnesses.add(Path.of(value(arg, rest)));
        case "--entry" -> entry = Optional.of(number(arg, rest));
        case "--from" -> from = Optional.of(number(arg, rest));
        case "--to" -> to = Optional.of(number(arg, rest));
        case "--proof" -> proof = Optional.of(Path.of(value(arg, rest)));
        default -> {
          if (arg.startsWith("-") || export.isPresent()) {
            throw new Misused("'" + arg + "' is not understood");
          }
          export = Optional.of(Path.of(arg));
        }
      }
    }
    Arguments all = new Arguments(help, export, keys, witnesses, entry, from, to, proof);
    all.check();
    return all;
  }

  private void check() throws Misused {
    if (!help && export.isPresent() == proof.isPresent()) {
      throw new Misused("name an export, or a proof");
    }
    if (proof.isPresent() && keys.isEmpty()) {
      throw new Misused("a proof needs --key: it brings none itself");
    }
    if (from.isPresent() != to.isPresent()) {
      throw new Misused("--from and --to belong together");
    }
  }

  private static String value(String option, Iterator<String> rest) throws Misused {
    if (!rest.hasNext()) {
      throw new Misused(option + " needs a value");
    }
    return rest.next();
  }

  private static long number(String option, Iterator<String> rest) throws Misused {
    String text = value(option, rest);
    if (!text.matches("\\d{1,15}")) {
      throw new Misused(option + " needs a number");
    }
    return Long.parseLong(text);
  }
}
