package dev.firebreak.verifier;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The command. Needs a file and a JDK, no server and no network. */
public final class Verifier {
  static final int WHOLE = 0;
  static final int BROKEN = 1;
  static final int MISUSED = 2;

  private static final String USAGE =
      """
      usage: ./firebreak audit check EXPORT [OPTIONS]
             ./firebreak audit check --proof PROOF --key FILE
             ./firebreak evidence check BUNDLE.zip [OPTIONS]

      Checks an export of the audit trail offline, by itself: every entry, every signed head, their order. Of the
      evidence bundle of an incident it checks the signature, the digest of every file and the proof of every entry.

        --key FILE       public key(s) in PEM, kept elsewhere (audit-key.pub); may be given more than once.
                         Without it those in the export are taken, which only shows that it fits itself
        --witness FILE   heads that a witness kept; may be given more than once. Only with one can an export
                         be found out whose author has the database and the key
        --entry N        show that entry N is in it, and how
        --from N --to N  show that the trail of TO entries begins with the trail of FROM entries, and how
        --proof FILE     check a single proof of GET /api/v1/audit/proof instead of an export

      Exit codes: 0 whole, 1 something is wrong, 2 wrong use or a file that cannot be read.
      """;

  private final PrintStream out;

  private Verifier(PrintStream out) {
    this.out = out;
  }

  /** See the usage. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    try {
      Arguments arguments = Arguments.of(List.of(args));
      if (arguments.help()) {
        out.print(USAGE);
        return WHOLE;
      }
      return new Verifier(out).check(arguments);
    } catch (Arguments.Misused e) {
      err.println("firebreak: " + e.getMessage());
      err.print(USAGE);
    } catch (NoSuchFileException e) {
      err.println("firebreak: there is no file " + e.getMessage());
    } catch (CharacterCodingException e) {
      err.println("firebreak: it is not UTF-8, so it cannot be what was written");
      return BROKEN;
    } catch (IOException e) {
      err.println("firebreak: it cannot be read: " + e.getMessage());
    }
    return MISUSED;
  }

  private int check(Arguments arguments) throws IOException, Arguments.Misused {
    Keys keys = new Keys();
    for (Path file : arguments.keys()) {
      try {
        if (keys.add(Files.readString(file)) == 0) {
          throw new Arguments.Misused(file + " holds no public key in PEM");
        }
      } catch (Json.Malformed e) {
        throw new Arguments.Misused(file + ": " + e.getMessage());
      }
    }
    if (arguments.proof().isPresent()) {
      return print(Proof.check(Files.readString(arguments.proof().get()), keys));
    }
    Path export = arguments.export().orElseThrow();
    return Archive.is(export) ? bundle(export, arguments, keys) : export(arguments, keys);
  }

  private int bundle(Path file, Arguments arguments, Keys keys)
      throws IOException, Arguments.Misused {
    if (arguments.entry().isPresent() || arguments.from().isPresent()) {
      throw new Arguments.Misused("--entry, --from and --to are for exports of the whole trail");
    }
    BundleCheck check = new BundleCheck(keys);
    Findings findings = check.run(file);
    for (Path witness : arguments.witnesses()) {
      try (InputStream in = open(witness)) {
        check.witness(Check.heads(in).stream().filter(keys::signed).toList(), witness.toString());
      }
    }
    return print(findings);
  }

  private int export(Arguments arguments, Keys keys) throws IOException {
    Check check;
    try (InputStream in = open(arguments.export().orElseThrow())) {
      check = new Check(in, keys);
    }
    for (Path file : arguments.witnesses()) {
      try (InputStream in = open(file)) {
        check.witness(in, file.toString());
      }
    }
    Findings findings = check.run();
    if (arguments.entry().isPresent()) {
      check.includes(arguments.entry().get());
    }
    if (arguments.from().isPresent()) {
      check.extendsFrom(arguments.from().get(), arguments.to().orElseThrow());
    }
    return print(findings);
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  private int print(Findings findings) {
    findings.checked().forEach(out::println);
    findings.wrong().forEach(w -> out.println("WRONG: " + w + "."));
    out.println(
        findings.ok()
            ? "Nothing wrong was found."
            : "THIS IS NOT WHAT WAS SIGNED. Keep the files, and ask who could write to the"
                + " database.");
    return findings.ok() ? WHOLE : BROKEN;
  }
}
