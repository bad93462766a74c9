package dev.firebreak.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.firebreak.app.cases.LocalCases;
import dev.firebreak.app.cases.UnsetConnectors;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseStages;
import dev.firebreak.cases.CaseUnusable;
import dev.firebreak.cases.Diagram;
import dev.firebreak.connector.Action;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every case of every shipped playbook with the runner that authors use, and compares what
 * happened with the case's {@code trace.txt}. A missing one is written; {@code
 * -Dfirebreak.docs.write=true} writes all of them anew.
 */
class PlaybookTest {
  private static final Path ROOT =
      Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath().normalize();
  private static final Path PLAYBOOKS = ROOT.resolve("playbooks");
  private static final boolean WRITE = Boolean.getBoolean("firebreak.docs.write");
  private static LocalCases local;

  @BeforeAll
  static void open() throws Exception {
    local = new LocalCases(PLAYBOOKS, ROOT.resolve("quarkus-app/target/no-home"));
  }

  @AfterAll
  static void close() throws Exception {
    local.close();
  }

  @TestFactory
  Stream<DynamicContainer> playbooks() {
    return local.names().stream().map(PlaybookTest::playbook);
  }

  private static DynamicContainer playbook(String name) {
    List<DynamicTest> tests = new ArrayList<>();
    Set<String> passed = new HashSet<>();
    try {
      Diagram diagram =
          Diagram.read(Files.readAllBytes(PLAYBOOKS.resolve(name).resolve("playbook.bpmn")));
      tests.add(
          dynamicTest(
              "each step names an action of a shipped connector, with its inputs",
              () -> checkSteps(diagram)));
      for (Case one : CaseFiles.ofPlaybook(PLAYBOOKS.resolve(name))) {
        tests.add(
            dynamicTest(one.name() + " ends as its trace says", () -> play(name, one, passed)));
      }
      tests.add(
          dynamicTest("every node is passed by some case", () -> checkCover(diagram, passed)));
    } catch (IOException | CaseUnusable e) {
      tests.add(dynamicTest("can be read", () -> fail("cannot be read", e)));
    }
    return dynamicContainer(name, tests);
  }

  private static void checkSteps(Diagram diagram) {
    Map<String, Action<?, ?>> actions = actions(diagram);
    for (Diagram.Step step : diagram.steps()) {
      assertThat(actions).as("topic of %s", step.id()).containsKey(step.topic());
      RecordComponent[] inputs = actions.get(step.topic()).input().getRecordComponents();
      assertThat(Arrays.stream(inputs).map(RecordComponent::getName))
          .as("inputs that %s takes, for step %s", step.topic(), step.id())
          .containsAll(step.inputs());
      assertThat(step.inputs())
          .as("inputs of step %s that %s cannot do without", step.id(), step.topic())
          .containsAll(
              Arrays.stream(inputs)
                  .filter(c -> c.getType() != Optional.class && c.getType() != List.class)
                  .map(RecordComponent::getName)
                  .toList());
    }
  }

  /** By topic, of instances that are named as their kind. */
  private static Map<String, Action<?, ?>> actions(Diagram diagram) {
    Set<String> kinds = new HashSet<>();
    diagram.steps().forEach(s -> kinds.add(s.topic().substring(0, s.topic().indexOf('.'))));
    Map<String, Action<?, ?>> actions = new TreeMap<>();
    for (CaseStages.Offer o : new UnsetConnectors(PLAYBOOKS.resolve("none")).offers(kinds)) {
      o.actions().forEach(a -> actions.put(o.instance() + "." + a.name(), a));
    }
    return actions;
  }

  private static void checkCover(Diagram diagram, Set<String> passed) {
    Set<String> left = new LinkedHashSet<>(diagram.nodes().keySet());
    left.removeAll(passed);
    assertThat(left)
        .as("nodes that no case passes; write a case that does, or take them out")
        .isEmpty();
  }

  private static void play(String playbook, Case script, Set<String> passed) throws Exception {
    Path golden = PLAYBOOKS.resolve(playbook).resolve("cases/" + script.name() + "/trace.txt");
    CaseReport report = local.run(playbook, List.of(script));
    assertThat(report.findings()).isEmpty();
    CaseResult result = report.cases().get(0);
    passed.addAll(result.nodes());
    if (WRITE || script.trace().isEmpty()) {
      Files.writeString(golden, result.trace());
    }
    assertThat(WRITE ? List.of() : result.problems())
        .as(
            "%s; if the change is wanted, run with -Dfirebreak.docs.write=true%n%s",
            golden, String.join("\n", CaseRunner.difference(result)))
        .isEmpty();
    assertThat(result.nodes().stream().filter(ends(playbook)::contains)).hasSize(1);
    if (script.trace().isEmpty() && !WRITE) {
      fail(golden + " was missing and is written now. Read it, and run the test again.");
    }
  }

  private static Set<String> ends(String playbook) throws Exception {
    return Diagram.read(Files.readAllBytes(PLAYBOOKS.resolve(playbook).resolve("playbook.bpmn")))
        .ends();
  }
}
