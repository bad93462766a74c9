package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.engine.Corpus.Entry;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {
  private final PlaybookGate playbooks = new PlaybookGate(topic -> true);
  private final DecisionGate decisions = new DecisionGate();

  static List<Entry> entries() {
    return Corpus.entries();
  }

  @BeforeEach
  void forgetTraces() {
    Corpus.forgetTraces();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theGateRefusesEachFileAndSaysWhere(Entry entry) {
    List<Finding> findings =
        entry.isDmn()
            ? decisions.check(entry.bytes())
            : playbooks.check(entry.key(), entry.bytes());

    assertThat(findings).isNotEmpty();
    assertThat(findings).allSatisfy(finding -> assertThat(finding.message()).isNotBlank());
    assertThat(findings.get(0).line()).isPositive();
    assertThat(entry.leftATrace()).isFalse();
  }

  @Test
  void everyFileOfTheFolderIsInTheIndex() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("index.txt") && !name.equals("README.md"))
          .containsExactlyInAnyOrderElementsOf(Corpus.entries().stream().map(Entry::file).toList());
    }
  }
}
