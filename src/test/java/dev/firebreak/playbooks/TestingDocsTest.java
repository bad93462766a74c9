package dev.firebreak.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cases.LocalCases;
import dev.firebreak.app.cases.UnsetConnectors;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.connector.ConnectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/testing-playbooks.md shows is played as it stands. */
class TestingDocsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath().normalize();

  private static String block(String name) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/testing-playbooks.md"));
    Matcher m = Pattern.compile("(?s)```json case=" + name + "\\n(.*?)```").matcher(page);
    assertThat(m.find()).isTrue();
    return m.group(1);
  }

  @Test
  void the_case_of_the_page_goes_to_its_end(@TempDir Path folder) throws Exception {
    Path one = Files.createDirectory(folder.resolve("of-the-page"));
    Files.writeString(one.resolve("alert.json"), block("alert"));
    Files.writeString(one.resolve("script.json"), block("script"));
    Case script = CaseFiles.read(one);
    try (LocalCases local = new LocalCases(ROOT.resolve("playbooks"), folder)) {
      CaseResult result = local.run("hot-wallet-drain", List.of(script)).cases().get(0);

      assertThat(result.problems()).isEmpty();
      assertThat(result.verdict()).isEqualTo(CaseResult.Verdict.UNRECORDED);
      assertThat(result.trace())
          .contains("freeze-wallet-withdrawals on wallet:hot-1 is failed (UNAVAILABLE)")
          .contains("votes deny: okta.suspend-user");
    }
  }

  @Test
  void every_kind_can_be_offered_without_its_settings(@TempDir Path home) {
    Set<String> kinds = new TreeSet<>();
    ServiceLoader.load(ConnectorKind.class).forEach(k -> kinds.add(k.kind()));
    kinds.removeAll(Set.of("http", "worker")); // Their actions are in files of the home folder.
    UnsetConnectors connectors = new UnsetConnectors(home);

    int offered = connectors.offers(kinds).size();

    assertThat(connectors.problems()).isEmpty();
    assertThat(offered).isEqualTo(kinds.size());
  }
}
