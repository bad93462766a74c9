package dev.firebreak.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command line that a page shows is one that the command line understands. */
class DocumentedCommandsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath().normalize();

  /** What the launcher carries out itself; the checks are the verifier's. */
  private static final Pattern LAUNCHERS =
      Pattern.compile("(serve|demo|bench|--help|(audit|evidence) check)( .*)?");

  /** A line of a block, to its comment, or a code span, which may name the command only. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?m)^    .*?\\./firebreak (?<line>.*?)(?:\\s+#.*)?$|`\\./firebreak (?<span>[^`]*)`");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** A command and where it is shown. */
  record Shown(String page, String words, boolean whole) {
    List<String> arguments() {
      List<String> all = new ArrayList<>();
      for (Matcher m = WORD.matcher(words); m.find(); ) {
        all.add(Stream.of(1, 2, 3).map(m::group).filter(g -> g != null).findFirst().orElseThrow());
      }
      return all;
    }

    @Override
    public String toString() {
      return page + ": " + words;
    }
  }

  static List<Shown> shown() throws IOException {
    try (Stream<Path> pages =
        Stream.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs", "playbooks", "connectors")
            .map(ROOT::resolve)
            .flatMap(DocumentedCommandsTest::pages)) {
      return pages.flatMap(DocumentedCommandsTest::shown).toList();
    }
  }

  private static Stream<Path> pages(Path place) {
    try {
      return Files.walk(place, 2).filter(f -> f.toString().endsWith(".md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Shown> shown(Path page) {
    try {
      return SHOWN
          .matcher(Files.readString(page))
          .results()
          .map(m -> shown(ROOT.relativize(page).toString(), m));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shown shown(String page, MatchResult found) {
    return found.group(1) != null
        ? new Shown(page, found.group(1), true)
        : new Shown(page, found.group(2).replace('\n', ' '), false);
  }

  @ParameterizedTest
  @MethodSource("shown")
  void what_a_page_shows_can_be_typed(Shown shown) {
    if (LAUNCHERS.matcher(shown.words()).matches()) {
      return;
    }
    CommandLine commands = Cli.commands(Map.of());
    List<String> arguments = shown.arguments();

    if (shown.whole()) {
      assertThatCode(() -> commands.parseArgs(arguments.toArray(String[]::new)))
          .doesNotThrowAnyException();
    } else {
      assertThat(commands.getSubcommands()).containsKey(arguments.get(0));
    }
  }

  @Test
  void pages_show_a_good_many() throws IOException {
    assertThat(shown()).hasSizeGreaterThan(40);
  }
}
