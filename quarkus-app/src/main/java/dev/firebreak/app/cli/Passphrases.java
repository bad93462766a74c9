package dev.firebreak.app.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks people at the terminal, without showing what is secret; else takes a line for each. */
final class Passphrases {
  private final Optional<Console> console = Optional.ofNullable(System.console());
  private final BufferedReader lines =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final PrintWriter err;

  Passphrases(PrintWriter err) {
    this.err = err;
  }

  char[] secret(String question) {
    return console.isPresent()
        ? Optional.ofNullable(console.get().readPassword("%s: ", question))
            .orElseThrow(Passphrases::ended)
        : line(question).toCharArray();
  }

  String line(String question) {
    err.println(question + ": ");
    err.flush();
    try {
      return Optional.ofNullable(lines.readLine()).orElseThrow(Passphrases::ended);
    } catch (IOException e) {
      throw ended();
    }
  }

  private static CannotDo ended() {
    return new CannotDo(CannotDo.USAGE, "nothing was typed, so nothing was done");
  }
}
