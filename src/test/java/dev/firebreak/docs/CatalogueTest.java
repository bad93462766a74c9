package dev.firebreak.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Firebreak;
import dev.firebreak.testkit.ConnectorDocs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code connectors/README.md} lists what the pages of the folders say; those are compared with the
 * code by each folder's own tests.
 */
class CatalogueTest {
  private static final Path CONNECTORS = Firebreak.ROOT.resolve("connectors");
  private static final Pattern ACTION = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (.*) \\|$");
  private static final Pattern TESTED = Pattern.compile("(?m)^Tested against: (.+?)\\.?$");
  private static final Pattern TITLE = Pattern.compile("(?m)^# (.+)$");
  private static final Set<String> NO_VENDORS = Set.of("api", "testkit");

  private record Folder(String name, String page) {
    Optional<String> tested() {
      return first(TESTED);
    }

    boolean acts() {
      return Files.exists(service("dev.firebreak.connector.ConnectorKind"));
    }

    boolean sends() {
      return Files.exists(service("dev.firebreak.alert.AlertSourceKind"));
    }

    private Path service(String contract) {
      return CONNECTORS.resolve(name).resolve("src/main/resources/META-INF/services/" + contract);
    }

    String link() {
      return "[" + name + "](" + name + "/README.md)";
    }

    Optional<String> first(Pattern pattern) {
      Matcher m = pattern.matcher(page);
      return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** Cells: action, effect, reversible, lifted by, probe. */
    List<List<String>> actions() {
      int from = page.indexOf("### Actions");
      int to = page.indexOf("<!-- generated:end -->", Math.max(0, from));
      Matcher m = ACTION.matcher(page.substring(Math.max(0, from), Math.max(0, to)));
      List<List<String>> rows = new ArrayList<>();
      while (from >= 0 && m.find()) {
        List<String> cells = new ArrayList<>(List.of("`" + m.group(1) + "`"));
        cells.addAll(List.of(m.group(2).split(" \\| ")));
        rows.add(cells);
      }
      return rows;
    }
  }

  @Test
  void everyConnectorsPageSaysWhatItWasTestedAgainst() {
    assertThat(folders().stream().filter(Folder::acts).filter(f -> f.tested().isEmpty()))
        .as("a page needs a line 'Tested against: recorded shapes' or '... a real <server>'")
        .isEmpty();
  }

  /** For instances named as their kind; a slip in a name would make the rule hit nothing. */
  @Test
  void everyActionThatPolicyNamesIsOneOfAConnector() {
    Matcher named =
        Pattern.compile("\"([a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*)\"")
            .matcher(text(Firebreak.ROOT.resolve("playbooks/policy.dmn")));
    Set<String> known =
        folders().stream()
            .flatMap(f -> f.actions().stream().map(a -> f.name() + "." + a.get(0).replace("`", "")))
            .collect(Collectors.toSet());

    assertThat(named.results().map(r -> r.group(1)).toList()).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void theCatalogueIsCurrent() throws IOException {
    ConnectorDocs.check(CONNECTORS.resolve("README.md"), ConnectorDocs.CONNECTOR, catalogue());
  }

  private static String catalogue() {
    StringBuilder out = new StringBuilder("## Connectors\n\n");
    out.append(
        "| Connector | Action | Effect | Reversible | Lifted by | Probe | Tested against |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    for (Folder f : folders().stream().filter(Folder::acts).toList()) {
      String name = f.link();
      String tested = f.tested().orElse("");
      for (List<String> a : f.actions()) {
        out.append(row(name, a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), tested));
        name = "";
        tested = "";
      }
    }
    out.append("\n## Alert sources\n\n| Source | What |\n|---|---|\n");
    folders().stream()
        .filter(Folder::sends)
        .forEach(f -> out.append(row(f.link(), f.first(TITLE).orElse(f.name()))));
    return out.toString();
  }

  private static String row(String... cells) {
    return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static List<Folder> folders() {
    try (Stream<Path> all = Files.list(CONNECTORS)) {
      return all.filter(f -> Files.isDirectory(f.resolve("src")))
          .map(f -> f.getFileName().toString())
          .filter(n -> !NO_VENDORS.contains(n))
          .sorted()
          .map(n -> new Folder(n, text(CONNECTORS.resolve(n).resolve("README.md"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
