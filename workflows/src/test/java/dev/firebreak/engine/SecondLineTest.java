package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.engine.Corpus.Entry;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes the gate away and looks whether the settings alone hold. */
class SecondLineTest {
  private static ProcessEngine stock;
  private static CamundaEngine fenced;

  @BeforeAll
  static void startEngines() {
    stock =
        new StandaloneProcessEngineConfiguration()
            .setEnforceHistoryTimeToLive(false)
            .setMetricsEnabled(false)
            .setHistory("none")
            .setJdbcUrl(Database.freshUrl())
            .setJdbcDriver("org.postgresql.Driver")
            .setJdbcUsername("postgres")
            .setJdbcPassword("postgres")
            .setDatabaseSchemaUpdate("true")
            .setProcessEngineName("stock")
            .buildProcessEngine();
    FencedConfiguration configuration =
        new FencedConfiguration(Database.fresh(), Database.TRANSACTIONS, true);
    fenced =
        new CamundaEngine(
            configuration,
            deployment -> {},
            (incident, run) -> Map.of("incident", Map.of("id", "INC-1")),
            new RecordedRuns(),
            new PlaybookGate(topic -> true),
            new EngineOptions(false));
  }

  @AfterAll
  static void closeEngines() {
    stock.close();
    fenced.close();
  }

  @BeforeEach
  void forgetTraces() {
    Corpus.forgetTraces();
  }

  static List<Entry> live() {
    return Corpus.entries().stream()
        .filter(entry -> List.of("runs", "deploys", "class", "asked").contains(entry.kind()))
        .toList();
  }

  /** Without this the other tests of the corpus could pass because a file is merely broken. */
  @ParameterizedTest
  @MethodSource("live")
  void aStockEngineRunsTheFile(Entry entry) {
    attempt(stock, entry);

    assertThat(entry.leftATrace()).as(entry.place()).isTrue();
  }

  static List<Entry> allPlaybooks() {
    return Corpus.entries().stream()
        .filter(entry -> !entry.isDmn() && !entry.kind().equals("stops"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("allPlaybooks")
  void withoutTheGateTheSettingsLetNothingRun(Entry entry) {
    attempt(fenced.engine(), entry);

    assertThat(entry.leftATrace()).as(entry.place()).isFalse();
  }

  /** Deploys, starts, asks for forms, completes: whatever fails on the way, the next is tried. */
  private static void attempt(ProcessEngine engine, Entry entry) {
    quietly(
        () ->
            engine
                .getRepositoryService()
                .createDeployment()
                .addInputStream(entry.file(), new ByteArrayInputStream(entry.bytes()))
                .deploy());
    quietly(() -> engine.getRuntimeService().startProcessInstanceByKey(entry.key(), "INC-1"));
    for (Task task :
        engine.getTaskService().createTaskQuery().processDefinitionKey(entry.key()).list()) {
      quietly(() -> engine.getFormService().getTaskFormData(task.getId()));
      quietly(() -> engine.getTaskService().complete(task.getId()));
    }
    quietly(
        () -> {
          engine
              .getExternalTaskService()
              .fetchAndLock(100, "tester")
              .topic("okta.suspend-user", 60_000)
              .processDefinitionKey(entry.key())
              .execute()
              .forEach(
                  task ->
                      quietly(
                          () -> engine.getExternalTaskService().complete(task.getId(), "tester")));
          engine
              .getExternalTaskService()
              .createExternalTaskQuery()
              .workerId(StepBehavior.WORKER)
              .list()
              .forEach(
                  task ->
                      quietly(
                          () ->
                              engine
                                  .getExternalTaskService()
                                  .complete(task.getId(), StepBehavior.WORKER)));
        });
  }

  private static void quietly(Attempt attempt) {
    try {
      attempt.run();
    } catch (Throwable refused) {
      // Refusals differ; only traces count.
    }
  }

  interface Attempt {
    void run() throws Exception;
  }
}
