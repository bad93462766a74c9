package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.engine.PlaybookEngine.HumanTask;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.RunListener.Advance;
import dev.firebreak.engine.RunListener.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamundaEngineTest {
  private static final Map<String, Object> DATA =
      Map.of(
          "incident", Map.of("severity", "critical", "host", "web-1"),
          "targets", List.of("wallet-a", "wallet-b", "wallet-c"),
          "count", 3);
  private static final RecordedRuns runs = new RecordedRuns();
  private static DataSource dataSource;
  private static CamundaEngine engine;

  @BeforeAll
  static void startEngine() {
    dataSource = Database.fresh();
    engine =
        new CamundaEngine(
            dataSource,
            Database.TRANSACTIONS,
            (incident, run) -> DATA,
            runs,
            topic -> !topic.startsWith("unknown."),
            true,
            new EngineOptions(false));
  }

  @AfterAll
  static void closeEngine() {
    engine.close();
  }

  @BeforeEach
  void forget() {
    runs.advances.clear();
    runs.stuck.clear();
  }

  private static void deploy(String name, Playbook playbook) {
    Database.inTransaction(() -> engine.deploy(name, playbook.bytes()));
  }

  private static String start(String playbook) {
    return Database.inTransaction(() -> engine.start(playbook, "INC-" + playbook)).runId();
  }

  private static void complete(Step step) {
    Database.inTransaction(
        () -> {
          engine.complete(step.stepId(), Map.of());
          return "";
        });
  }

  @Test
  void runTimeTablesCarryNoForeignKeys() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement count =
            connection.prepareStatement(
                "select count(*) filter (where contype = 'f' and relname like 'act_ru_%'), count(*)"
                    + " from pg_constraint join pg_class on pg_class.oid = conrelid")) {
      var found = count.executeQuery();
      found.next();
      assertThat(found.getInt(1)).isZero();
      assertThat(found.getInt(2)).isPositive();
    }
  }

  @Test
  void stepsOfParallelBranchesAreReportedTogetherWithTheirInputs() {
    deploy("contain", threeBranches("contain"));

    String run = start("contain");

    Advance advance = runs.last();
    assertThat(runs.advances).hasSize(1);
    assertThat(advance.runId()).isEqualTo(run);
    assertThat(advance.incidentId()).isEqualTo("INC-contain");
    assertThat(advance.reached())
        .extracting(Step::nodeId)
        .containsExactlyInAnyOrder("suspend", "isolate", "freeze");
    assertThat(runs.at("isolate").inputs())
        .isEqualTo(Map.of("host", "web-1", "note", "3 targets, first wallet-a"));
    assertThat(advance.nodes()).startsWith("start", "fork");
    assertThat(advance.ended()).isFalse();
  }

  static Playbook threeBranches(String name) {
    return Playbook.named(name)
        .add("<bpmn:startEvent id='start'/><bpmn:parallelGateway id='fork'/>")
        .step("suspend", "okta.suspend-user")
        .step(
            "isolate",
            "kubernetes.isolate",
            "host",
            "${incident.host}",
            "note",
            "${count} targets, first ${targets[0]}",
            "absent",
            "${incident.nothing}")
        .step("freeze", "exchange.freeze", "wallets", "${targets}")
        .add("<bpmn:parallelGateway id='join'/><bpmn:endEvent id='end'/>")
        .flow("start", "fork", "suspend", "join", "end")
        .flow("fork", "isolate", "join")
        .flow("fork", "freeze", "join");
  }

  @Test
  void threeStepsCompletedInOneTransactionPassTheJoin() {
    deploy("joined", threeBranches("joined"));
    start("joined");
    List<Step> steps = runs.reached();

    Database.inTransaction(
        () -> {
          for (Step step : steps) {
            engine.complete(step.stepId(), Map.of());
          }
          return "";
        });

    assertThat(runs.last().ended()).isTrue();
    assertThat(runs.last().left()).isEmpty();
  }

  private static final String ERROR = "<bpmn:error id='refused' errorCode='REFUSED'/>";

  private static Playbook withErrorBoundary(String name) {
    return Playbook.named(name)
        .add("<bpmn:startEvent id='start'/>")
        .step("suspend", "okta.suspend-user")
        .add(
            "<bpmn:boundaryEvent id='caught' attachedToRef='suspend'>"
                + "<bpmn:errorEventDefinition id='e' errorRef='refused'/></bpmn:boundaryEvent>")
        .step("tell", "jira.comment")
        .add("<bpmn:endEvent id='end'/>")
        .flow("start", "suspend", "end")
        .flow("caught", "tell", "end")
        .root(ERROR);
  }

  @Test
  void aRaisedErrorThatTheDiagramCatchesMovesTheRunOn() throws Exception {
    deploy("errors", withErrorBoundary("errors"));
    start("errors");

    raise(runs.at("suspend"), "REFUSED");

    assertThat(runs.last().nodes()).containsExactly("caught", "tell");
    assertThat(runs.last().reached()).extracting(Step::nodeId).containsExactly("tell");
    assertThat(runs.last().left()).isEmpty();
  }

  @Test
  void aRaisedErrorThatNothingCatchesLeavesTheStepToBeBlocked() {
    deploy("uncaught", withErrorBoundary("uncaught"));
    start("uncaught");
    Step step = runs.at("suspend");

    assertThatThrownBy(() -> raise(step, "OTHER"))
        .hasRootCauseInstanceOf(PlaybookEngine.UnhandledError.class);

    block(step);
    assertThat(incidents(step)).isEqualTo(1);
    Database.inTransaction(
        () -> {
          engine.unblock(step.stepId());
          return "";
        });
    assertThat(incidents(step)).isZero();
    complete(step);
    assertThat(runs.last().ended()).isTrue();
  }

  private static long incidents(Step step) {
    return engine
        .engine()
        .getRuntimeService()
        .createIncidentQuery()
        .configuration(step.stepId())
        .count();
  }

  private static void block(Step step) {
    Database.inTransaction(
        () -> {
          engine.block(step.stepId(), "the vendor refused");
          return "";
        });
  }

  private static void raise(Step step, String code) {
    Database.inTransaction(
        () -> {
          engine.raise(step.stepId(), code, "the vendor refused");
          return "";
        });
  }

  @Test
  void aBlockedStepCanStillBeCompleted() {
    deploy("blocked", withErrorBoundary("blocked"));
    start("blocked");
    block(runs.at("suspend"));

    complete(runs.at("suspend"));

    assertThat(runs.last().ended()).isTrue();
    assertThat(incidents(runs.at("suspend"))).isZero();
  }

  @Test
  void aTimerThatInterruptsAStepReportsItAsLeft() {
    deploy(
        "timed",
        Playbook.named("timed")
            .add("<bpmn:startEvent id='start'/>")
            .step("suspend", "okta.suspend-user")
            .add(
                "<bpmn:boundaryEvent id='late' attachedToRef='suspend'><bpmn:timerEventDefinition"
                    + " id='t'><bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>PT1H"
                    + "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>")
            .step("escalate", "jira.comment")
            .add("<bpmn:endEvent id='end'/>")
            .flow("start", "suspend", "end")
            .flow("late", "escalate", "end"));
    String run = start("timed");

    fire(run);

    assertThat(runs.last().left())
        .extracting(Step::stepId)
        .containsExactly(runs.at("suspend").stepId());
    assertThat(runs.last().left().get(0).loopCounter()).isEqualTo(-1);
    assertThat(runs.last().reached()).extracting(Step::nodeId).containsExactly("escalate");
  }

  private static void fire(String run) {
    ManagementService management = engine.engine().getManagementService();
    engine.fire(management.createJobQuery().processInstanceId(run).singleResult().getId());
  }

  @Test
  void aTimerSaysWhereItWaitsAndHowLongItWasSetFor() {
    deploy(
        "watched",
        Playbook.named("watched")
            .add(
                "<bpmn:startEvent id='start'/><bpmn:intermediateCatchEvent id='wait'>"
                    + "<bpmn:timerEventDefinition id='t'><bpmn:timeDuration"
                    + " xsi:type='bpmn:tFormalExpression'>PT1H</bpmn:timeDuration>"
                    + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
                    + "<bpmn:endEvent id='end'/>")
            .flow("start", "wait", "end"));
    start("watched");

    List<PlaybookEngine.Timer> timers = engine.timers("INC-watched");

    assertThat(timers).extracting(PlaybookEngine.Timer::nodeId).containsExactly("wait");
    assertThat(timers.get(0).length()).isEqualTo(Duration.ofHours(1));
    assertThat(engine.timers("INC-of-nobody")).isEmpty();
  }

  @Test
  void whatIsInForceStaysInMemoryWhenItsFileIsChecked() {
    Playbook playbook = threeBranches("kept");
    deploy("kept", playbook);
    String version =
        engine.playbooks().stream()
            .filter(v -> v.name().equals("kept"))
            .findFirst()
            .orElseThrow()
            .versionId();

    engine.check("kept", playbook.bytes());

    assertThat(
            ((ProcessEngineConfigurationImpl) engine.engine().getProcessEngineConfiguration())
                .getDeploymentCache()
                .getProcessDefinitionCache()
                .get(version))
        .isNotNull();
  }

  @Test
  void aTimerThatIsGoneIsNotFired() {
    int before = runs.advances.size();

    engine.fire("no-such-timer");

    assertThat(runs.advances).hasSize(before);
  }

  @Test
  void aMessageToAnEventSubProcessStopsWhatRuns() {
    deploy(
        "stoppable",
        Playbook.named("stoppable")
            .add("<bpmn:startEvent id='start'/>")
            .step("suspend", "okta.suspend-user")
            .add(
                "<bpmn:endEvent id='end'/><bpmn:subProcess id='stop' triggeredByEvent='true'>"
                    + "<bpmn:startEvent id='stopped'><bpmn:messageEventDefinition id='m'"
                    + " messageRef='msg'/></bpmn:startEvent><bpmn:endEvent id='over'/>"
                    + "<bpmn:sequenceFlow id='s1' sourceRef='stopped' targetRef='over'/>"
                    + "</bpmn:subProcess>")
            .flow("start", "suspend", "end")
            .root("<bpmn:message id='msg' name='false-positive'/>"));
    start("stoppable");

    int taken = Database.inTransaction(() -> engine.message("INC-stoppable", "false-positive"));

    assertThat(taken).isEqualTo(1);
    assertThat(runs.last().left()).extracting(Step::nodeId).containsExactly("suspend");
    assertThat(runs.last().ended()).isTrue();
    assertThat(Database.inTransaction(() -> engine.message("INC-none", "false-positive"))).isZero();
  }

  @Test
  void aHumanTaskIsListedAndItsAnswerDecidesTheWay() {
    deploy(
        "ask",
        Playbook.named("ask")
            .add(
                "<bpmn:startEvent id='start'/><bpmn:userTask id='review' name='Freeze"
                    + " ${incident.host}?' camunda:candidateGroups='leads, responders'"
                    + " camunda:dueDate='PT30M'><bpmn:documentation>First ${targets[0]}"
                    + "</bpmn:documentation></bpmn:userTask><bpmn:exclusiveGateway id='decide'"
                    + " default='flow9'/>")
            .step("freeze", "exchange.freeze")
            .add(
                "<bpmn:endEvent id='end'/><bpmn:sequenceFlow id='flow9' sourceRef='decide'"
                    + " targetRef='end'/>")
            .flow("start", "review", "decide")
            .flowIf("decide", "freeze", "${yes and incident.severity == 'critical'}")
            .flow("freeze", "end"));
    String run = start("ask");

    HumanTask task =
        Database.inTransaction(engine::openTasks).stream()
            .filter(open -> open.runId().equals(run))
            .findFirst()
            .orElseThrow();
    Optional<HumanTask> done =
        Database.inTransaction(() -> engine.completeTask(task.id(), "eve", Map.of("yes", true)));

    assertThat(task.name()).isEqualTo("Freeze web-1?");
    assertThat(task.documentation()).isEqualTo("First wallet-a");
    assertThat(task.incidentId()).isEqualTo("INC-ask");
    assertThat(task.nodeId()).isEqualTo("review");
    assertThat(task.candidateGroups()).containsExactly("leads", "responders");
    assertThat(task.due()).isPresent();
    assertThat(done).contains(task);
    assertThat(runs.last().reached()).extracting(Step::nodeId).containsExactly("freeze");
    assertThat(Database.inTransaction(() -> engine.completeTask(task.id(), "eve", Map.of())))
        .isEmpty();
  }

  private static Playbook forEachTarget(String name, String cardinality) {
    return Playbook.named(name)
        .add(
            "<bpmn:startEvent id='start'/><bpmn:serviceTask id='freeze' camunda:type='external'"
                + " camunda:topic='exchange.freeze'><bpmn:extensionElements><camunda:inputOutput>"
                + "<camunda:inputParameter name='wallet'>${targets[loopCounter]}"
                + "</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>"
                + "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality"
                + " xsi:type='bpmn:tFormalExpression'>"
                + cardinality
                + "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
                + "</bpmn:serviceTask><bpmn:endEvent id='end'/>")
        .flow("start", "freeze", "end");
  }

  @Test
  void aMultiInstanceReachesOneStepForEachTarget() {
    deploy("each", forEachTarget("each", "${count}"));

    start("each");

    assertThat(runs.last().reached())
        .extracting(step -> step.loopCounter() + " " + step.inputs().get("wallet"))
        .containsExactlyInAnyOrder("0 wallet-a", "1 wallet-b", "2 wallet-c");
    List.copyOf(runs.last().reached()).forEach(CamundaEngineTest::complete);
    assertThat(runs.last().ended()).isTrue();
  }

  @Test
  void aMultiInstanceRunsAtMostAThousandTimes() {
    deploy("flood", forEachTarget("flood", "${count * 1000}"));

    assertThatThrownBy(() -> start("flood")).hasStackTraceContaining("0 to 1000 times");
  }

  @Test
  void cancelEndsTheRunAndReportsWhatWaited() {
    deploy("cancelled", threeBranches("cancelled"));
    String run = start("cancelled");

    Database.inTransaction(
        () -> {
          engine.cancel(run, "false positive");
          return "";
        });

    assertThat(runs.last().ended()).isTrue();
    assertThat(runs.last().left()).hasSize(3);
  }

  @Test
  void aCalledPlaybookIsPartOfTheRunThatCallsIt() {
    deploy(
        "inner",
        Playbook.named("inner")
            .add("<bpmn:startEvent id='begin'/>")
            .step("isolate", "kubernetes.isolate", "host", "${incident.host}", "who", "${who}")
            .add("<bpmn:endEvent id='done'/>")
            .flow("begin", "isolate", "done"));
    deploy(
        "outer",
        Playbook.named("outer")
            .add(
                "<bpmn:startEvent id='start'/><bpmn:callActivity id='call' calledElement='inner'>"
                    + "<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter"
                    + " name='who'>on ${incident.host}</camunda:inputParameter>"
                    + "</camunda:inputOutput><camunda:in source='who' target='who'/>"
                    + "</bpmn:extensionElements></bpmn:callActivity><bpmn:endEvent id='end'/>")
            .flow("start", "call", "end"));

    String run = start("outer");

    Step step = runs.at("call/isolate");
    assertThat(runs.last().runId()).isEqualTo(run);
    assertThat(runs.last().incidentId()).isEqualTo("INC-outer");
    assertThat(step.inputs()).isEqualTo(Map.of("host", "web-1", "who", "on web-1"));
    complete(step);
    assertThat(runs.last().runId()).isEqualTo(run);
    assertThat(runs.last().ended()).isTrue();
  }

  @Test
  void playbooksThatCallEachOtherForEverAreStopped() {
    for (String[] pair : new String[][] {{"ping", "pong"}, {"pong", "ping"}}) {
      deploy(
          pair[0],
          Playbook.named(pair[0])
              .add(
                  "<bpmn:startEvent id='start'/><bpmn:callActivity id='call' calledElement='%s'/>"
                      .formatted(pair[1]))
              .flow("start", "call"));
    }

    assertThatThrownBy(() -> start("ping")).hasStackTraceContaining("levels deep");
  }

  @Test
  void nothingOfAnIncidentBecomesAnEngineVariable() {
    deploy("lean", threeBranches("lean"));

    String run = start("lean");

    assertThat(
            engine
                .engine()
                .getRuntimeService()
                .createVariableInstanceQuery()
                .processInstanceIdIn(run)
                .count())
        .isZero();
  }

  @Test
  void theSameBytesAreDeployedOnce() throws PlaybookRefused {
    byte[] bytes = threeBranches("same").bytes();

    PlaybookVersion first = Database.inTransaction(() -> engine.deploy("same", bytes));
    PlaybookVersion second = Database.inTransaction(() -> engine.deploy("same", bytes));
    deploy("same", threeBranches("same").add("<!-- changed -->"));
    PlaybookVersion back = Database.inTransaction(() -> engine.deploy("same", bytes));

    assertThat(second).isEqualTo(first);
    assertThat(back.version()).isEqualTo(3);
    assertThat(back.sha256()).isEqualTo(first.sha256());
    assertThat(Database.inTransaction(engine::playbooks)).contains(back).doesNotContain(first);
    assertThat(Database.inTransaction(() -> engine.bpmn(first.versionId()))).hasValue(bytes);
    assertThat(Database.inTransaction(() -> engine.bpmn("nothing"))).isEmpty();
  }

  @Test
  void whatTheParserFindsIsReportedWithItsLine() {
    byte[] noStart = Playbook.named("nostart").add("<bpmn:endEvent id='end'/>").bytes();

    assertThatThrownBy(() -> Database.inTransaction(() -> engine.deploy("nostart", noStart)))
        .cause()
        .isInstanceOfSatisfying(
            PlaybookRefused.class,
            refused -> {
              assertThat(refused.findings()).isNotEmpty();
              assertThat(refused.findings().get(0).line()).isPositive();
            });
  }

  @Test
  void aTimerThatFailsForTheLastTimeIsMadeVisible() {
    deploy(
        "broken",
        Playbook.named("broken")
            .add(
                "<bpmn:startEvent id='start'/><bpmn:intermediateCatchEvent id='wait'>"
                    + "<bpmn:timerEventDefinition id='t'><bpmn:timeDuration"
                    + " xsi:type='bpmn:tFormalExpression'>PT1H</bpmn:timeDuration>"
                    + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>")
            .step("suspend", "okta.suspend-user", "user", "${nosuchroot.name}")
            .add("<bpmn:endEvent id='end'/>")
            .flow("start", "wait", "suspend", "end"));
    String run = start("broken");
    String job =
        engine
            .engine()
            .getManagementService()
            .createJobQuery()
            .processInstanceId(run)
            .singleResult()
            .getId();

    for (int tries = 0; tries < 3; tries++) {
      assertThatThrownBy(() -> engine.engine().getManagementService().executeJob(job)).isNotNull();
    }

    assertThat(runs.stuck).hasSize(1);
    assertThat(runs.stuck.get(0)).startsWith(run + " INC-broken wait ").contains("nosuchroot");
  }

  @Test
  void aRolledBackTransactionLeavesNothingBehind() {
    deploy("undone", threeBranches("undone"));
    String run = start("undone");

    assertThatThrownBy(
            () ->
                Database.inTransaction(
                    () -> {
                      engine.complete(runs.at("isolate").stepId(), Map.of());
                      throw new IllegalStateException("our own tables failed");
                    }))
        .hasMessage("our own tables failed");

    assertThat(
            engine
                .engine()
                .getExternalTaskService()
                .createExternalTaskQuery()
                .processInstanceId(run)
                .workerId("firebreak")
                .locked()
                .count())
        .isEqualTo(3);
  }

  @Test
  void aListAsAVariableIsRefusedInsteadOfBeingSerialized() {
    deploy("lists", threeBranches("lists"));
    start("lists");

    assertThatThrownBy(
            () ->
                Database.inTransaction(
                    () -> {
                      engine.complete(
                          runs.at("isolate").stepId(), Map.of("hosts", List.of("a", "b")));
                      return "";
                    }))
        .isNotNull();
  }

  @Test
  void aFileChangedInTheDatabaseIsRefusedByAFreshNode() throws Exception {
    deploy("tampered", threeBranches("tampered"));
    tamper("tampered", "okta.suspend-user", "okta.delete-user");

    try (CamundaEngine fresh = freshNode(topic -> true)) {
      assertThatThrownBy(() -> Database.inTransaction(() -> fresh.start("tampered", "INC-1")))
          .hasMessageContaining("is not the file that was deployed");
      assertThatThrownBy(
              () ->
                  Database.inTransaction(
                      () ->
                          fresh.bpmn(
                              fresh.playbooks().stream()
                                  .filter(playbook -> playbook.name().equals("tampered"))
                                  .findFirst()
                                  .orElseThrow()
                                  .versionId())))
          .hasMessageContaining("is not the file that was deployed");
    }
  }

  @Test
  void whoChangesTheHashAsWellIsStillStoppedByTheGate() throws Exception {
    deploy("forged", threeBranches("forged"));
    tamper("forged", "camunda:topic=\"okta.suspend-user\"", "camunda:expression=\"${1}\"");
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update act_re_deployment set source_ = 'sha256:' || encode(sha256("
                    + "(select bytes_ from act_ge_bytearray where name_ = 'forged.bpmn')), 'hex')"
                    + " where name_ = 'forged'")) {
      assertThat(update.executeUpdate()).isEqualTo(1);
    }

    try (CamundaEngine fresh = freshNode(topic -> true)) {
      assertThatThrownBy(() -> Database.inTransaction(() -> fresh.start("forged", "INC-1")))
          .hasMessageContaining("camunda:expression")
          .hasMessageContaining("is not allowed");
    }
  }

  @Test
  void aRunGoesOnWhenItsConnectorWasRemoved() throws Exception {
    deploy("removed", threeBranches("removed"));

    try (CamundaEngine fresh = freshNode(topic -> false)) {
      Database.inTransaction(() -> fresh.start("removed", "INC-removed"));
    }

    assertThat(runs.last().reached()).hasSize(3);
  }

  private static CamundaEngine freshNode(Predicate<String> knownTopic) {
    return new CamundaEngine(
        dataSource,
        Database.TRANSACTIONS,
        (incident, run) -> DATA,
        runs,
        knownTopic,
        false,
        new EngineOptions(false));
  }

  private static void tamper(String playbook, String from, String to) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update act_ge_bytearray set bytes_ = convert_to("
                    + "replace(convert_from(bytes_, 'UTF8'), ?, ?), 'UTF8') where name_ = ?")) {
      update.setString(1, from);
      update.setString(2, to);
      update.setString(3, playbook + ".bpmn");
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void aTopicThatNobodyServesIsRefusedAtDeployment() {
    byte[] bytes =
        Playbook.named("typo")
            .add("<bpmn:startEvent id='start'/>")
            .step("suspend", "unknown.suspend")
            .flow("start", "suspend")
            .bytes();

    assertThatThrownBy(() -> engine.deploy("typo", bytes))
        .isInstanceOf(PlaybookRefused.class)
        .hasMessageContaining("no connector offers 'unknown.suspend'");
  }

  @Test
  void timersFireByThemselvesWhereTheOptionsSaySo() throws Exception {
    deploy(
        "soon",
        Playbook.named("soon")
            .add(
                "<bpmn:startEvent id='start'/><bpmn:intermediateCatchEvent id='wait'>"
                    + "<bpmn:timerEventDefinition id='t'><bpmn:timeDuration"
                    + " xsi:type='bpmn:tFormalExpression'>PT0.1S</bpmn:timeDuration>"
                    + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
                    + "<bpmn:endEvent id='end'/>")
            .flow("start", "wait", "end"));
    start("soon");
    RecordedRuns own = new RecordedRuns();

    try (CamundaEngine node =
        new CamundaEngine(
            dataSource,
            Database.TRANSACTIONS,
            (incident, run) -> DATA,
            own,
            topic -> true,
            false,
            EngineOptions.standard())) {
      Instant deadline = Instant.now().plusSeconds(30);
      while (own.advances.stream().noneMatch(Advance::ended) && Instant.now().isBefore(deadline)) {
        Thread.sleep(50);
      }
    }

    assertThat(own.advances).anyMatch(Advance::ended);
  }

  @Test
  void whatTheGateAllowsTheEngineCanRead() throws Exception {
    byte[] everything = Files.readAllBytes(Path.of("src/test/resources/engine/everything.bpmn"));

    PlaybookVersion version = Database.inTransaction(() -> engine.deploy("everything", everything));
    start("everything");

    assertThat(version.title()).isEqualTo("Everything a playbook can contain");
    assertThat(runs.last().reached()).hasSize(4);
    assertThat(runs.at("suspend").inputs())
        .containsEntry("tags", List.of("firebreak", "critical"))
        .containsEntry("fields", Map.of("severity", "critical"));
  }
}
