package dev.firebreak.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.firebreak.action.ActionRow;
import dev.firebreak.action.Connectors;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.Sources;
import dev.firebreak.app.Tables;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Connector;
import dev.firebreak.engine.Decisions;
import dev.firebreak.store.Database;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every case of every playbook on the real stages, with the real tables, and compares what
 * happened with the case's {@code trace.txt}. A missing one is written; {@code
 * -Dfirebreak.docs.write=true} writes all of them anew.
 */
class PlaybookTest {
  private static final Path PLAYBOOKS =
      Path.of(System.getProperty("firebreak.root", "..")).resolve("playbooks").toAbsolutePath();
  private static final boolean WRITE = Boolean.getBoolean("firebreak.docs.write");

  private static RehearsalDatabase database;
  private static Map<String, Connector> shipped;
  private static Tables tables;
  private static SharedEngine engine;

  @BeforeAll
  static void open() throws Exception {
    database = new RehearsalDatabase();
    engine = new SharedEngine(database);
    shipped = ShippedConnectors.open();
    Decisions decisions = new Decisions();
    tables =
        new Tables(
            decisions.read("triage", Files.readAllBytes(PLAYBOOKS.resolve("triage.dmn"))),
            decisions.read("policy", Files.readAllBytes(PLAYBOOKS.resolve("policy.dmn"))));
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicContainer> playbooks() throws IOException {
    return folders(PLAYBOOKS)
        .filter(f -> Files.exists(f.resolve("playbook.bpmn")))
        .map(PlaybookTest::playbook);
  }

  private static Stream<Path> folders(Path dir) throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      return all.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  private static DynamicContainer playbook(Path folder) {
    String name = String.valueOf(folder.getFileName());
    List<DynamicTest> tests = new ArrayList<>();
    Set<String> passed = new HashSet<>();
    try {
      Diagram diagram = Diagram.read(folder.resolve("playbook.bpmn"));
      tests.add(
          dynamicTest(
              "each step names an action of a shipped connector, with its inputs",
              () -> checkSteps(diagram)));
      folders(folder.resolve("cases"))
          .map(
              f ->
                  dynamicTest(
                      f.getFileName() + " ends as its trace says",
                      () -> play(name, diagram, f, passed)))
          .forEach(tests::add);
      tests.add(
          dynamicTest("every node is passed by some case", () -> checkCover(diagram, passed)));
    } catch (IOException e) {
      tests.add(dynamicTest("can be read", () -> fail("cannot be read", e)));
    }
    return dynamicContainer(name, tests);
  }

  private static void checkSteps(Diagram diagram) {
    Map<String, Action<?, ?>> actions = ShippedConnectors.actions(shipped);
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

  private static void checkCover(Diagram diagram, Set<String> passed) {
    Set<String> left = new LinkedHashSet<>(diagram.nodes().keySet());
    left.removeAll(passed);
    assertThat(left)
        .as("nodes that no case passes; write a case that does, or take them out")
        .isEmpty();
  }

  private static void play(String playbook, Diagram diagram, Path folder, Set<String> passed)
      throws Exception {
    Case script = Case.read(folder);
    Gate gate = new Gate();
    HandClock clock = new HandClock();
    Connectors vendors = new ScriptedVendors(script, gate).of(shipped);
    try (Assembly stages = assemble(vendors, clock)) {
      stages.playbooks.deployAll(PLAYBOOKS);
      assertThat(stages.playbooks.refused()).isEmpty();
      String title = playbook + ", case " + script.name();
      try {
        Rehearsal rehearsal = new Rehearsal(script, diagram, title, stages, gate, clock);
        rehearsal.play();
        passed.addAll(rehearsal.passed());
        checkEnd(playbook, rehearsal);
        compare(folder.resolve("trace.txt"), rehearsal.trace());
      } finally {
        closeIncidents(stages);
      }
      assertThat(stages.trail.verify().problems()).isEmpty();
    }
  }

  /** So that the next case's alerts open an incident of their own. */
  private static void closeIncidents(Assembly stages) {
    stages
        .incidents
        .list(Optional.of("OPEN"), 100)
        .forEach(i -> stages.people.close(i.id(), "person:ada", "the case is over"));
  }

  /** Fresh stages for each case, so that no breaker and no clock of one is felt by the next. */
  private static Assembly assemble(Connectors vendors, HandClock clock) throws Exception {
    AtomicReference<Assembly> built = new AtomicReference<>();
    Assembly stages =
        new Assembly(
            new Database(database.pool(), database.transactions()),
            workers -> vendors,
            Sources.open(Map.of()),
            tables,
            engine::lend,
            new RehearsalConfig(),
            clock,
            (alert, critical) ->
                assertThat(built.get().response.handle(alert)).as("alert settled").isTrue(),
            batch -> {});
    built.set(stages);
    return stages;
  }

  private static void checkEnd(String playbook, Rehearsal rehearsal) {
    String told = rehearsal.trace();
    assertThat(rehearsal.playbook()).as("playbook by triage.dmn").isEqualTo(playbook);
    assertThat(rehearsal.allArrived()).as("the second alert arrived; so far:%n%s", told).isTrue();
    assertThat(rehearsal.runs())
        .as("runs; so far:%n%s", told)
        .isNotEmpty()
        .allMatch(r -> r.state().equals("COMPLETED"));
    assertThat(rehearsal.ends()).as("the end event reached; so far:%n%s", told).hasSize(1);
    assertThat(rehearsal.actions())
        .as("steps whose input does not fit their action")
        .noneMatch(r -> code(r).equals(Optional.of(ActionRow.Failure.Code.BAD_INPUT)));
  }

  private static Optional<ActionRow.Failure.Code> code(ActionRow row) {
    return row.error().map(ActionRow.Failure::code);
  }

  private static void compare(Path golden, String trace) throws IOException {
    boolean missing = !Files.exists(golden);
    if (missing || WRITE) {
      Files.writeString(golden, trace);
    }
    if (missing && !WRITE) {
      fail(golden + " was missing and is written now. Read it, and run the test again.");
    }
    assertThat(trace)
        .as("%s; if the change is wanted, run with -Dfirebreak.docs.write=true", golden)
        .isEqualTo(Files.readString(golden));
  }
}
