package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Asserts the settings of a started engine, as they are in effect, not as they were asked for. */
class FencedConfigurationTest {
  private static CamundaEngine engine;
  private static ProcessEngineConfigurationImpl is;

  @BeforeAll
  static void startEngine() {
    engine =
        new CamundaEngine(
            Database.fresh(),
            Database.TRANSACTIONS,
            (incident, run) -> Map.of(),
            new RecordedRuns(),
            topic -> true,
            true,
            EngineOptions.standard());
    is = (ProcessEngineConfigurationImpl) engine.engine().getProcessEngineConfiguration();
  }

  @AfterAll
  static void closeEngine() {
    engine.close();
  }

  @Test
  void theGateRunsBeforeEveryOtherDeployer() {
    assertThat(is.getDeployers().get(0)).isInstanceOf(GateDeployer.class);
    assertThat(is.getBpmnParseFactory().createBpmnParse(parser())).isInstanceOf(FencedParse.class);
  }

  private static BpmnParser parser() {
    return new BpmnParser(is.getExpressionManager(), is.getBpmnParseFactory());
  }

  @Test
  void expressionsReadDataOnly() {
    assertThat(is.getExpressionManager()).isInstanceOf(DataExpressions.class);
    assertThatThrownBy(() -> is.getExpressionManager().createExpression("${''.getClass()}"))
        .isNotNull();
    assertThatThrownBy(() -> is.getExpressionManager().createExpression("${now()}")).isNotNull();
  }

  @Test
  void thereAreNoScripts() {
    assertThat(is.getScriptEngineResolver()).isInstanceOf(FencedConfiguration.NoScripts.class);
    for (String language : new String[] {"juel", "javascript", "groovy", "ecmascript", "feel"}) {
      assertThat(is.getScriptEngineResolver().getScriptEngine(language, true)).isNull();
    }
    assertThat(is.isEnableScriptEngineLoadExternalResources()).isFalse();
    assertThat(is.isEnableScriptEngineNashornCompatibility()).isFalse();
    assertThat(is.isConfigureScriptEngineHostAccess()).isFalse();
    assertThat(is.isEnableFetchScriptEngineFromProcessApplication()).isFalse();
    assertThat(is.isEnableScriptCompilation()).isFalse();
    assertThat(is.isEnableScriptEngineCaching()).isFalse();
    assertThat(is.isAutoStoreScriptVariables()).isFalse();
  }

  @Test
  void noClassAndNoObjectIsMadeFromAFileOrARow() {
    assertThatThrownBy(() -> is.getArtifactFactory().getArtifact(Canary.class))
        .isInstanceOf(ProcessEngineException.class);
    assertThat(is.isJavaSerializationFormatEnabled()).isFalse();
    assertThat(is.isDeserializationTypeValidationEnabled()).isTrue();
    assertThat(is.getDeserializationAllowedClasses()).isEmpty();
    assertThat(is.getDeserializationAllowedPackages()).isEmpty();
    assertThat(is.getVariableSerializers().getSerializerByName("serializable")).isNull();
    assertThat(is.getVariableSerializers().getSerializerByName("file")).isNull();
    assertThat(is.isEnableXxeProcessing()).isFalse();
    assertThat(is.isImplicitVariableUpdateDetectionEnabled()).isFalse();
  }

  @Test
  void whatIsNotUsedIsOff() {
    assertThat(is.isCmmnEnabled()).isFalse();
    assertThat(is.isDmnEnabled()).isFalse();
    assertThat(is.isStandaloneTasksEnabled()).isFalse();
    assertThat(is.getFormEngines()).isEmpty();
    assertThat(is.isEnableExpressionsInAdhocQueries()).isFalse();
    assertThat(is.isEnableExpressionsInStoredQueries()).isFalse();
    assertThat(is.isDisableStrictCamundaFormParsing()).isFalse();
    assertThat(is).extracting("disableStrictCallActivityValidation").isEqualTo(false);
    assertThat(is.getQueryMaxResultsLimit()).isEqualTo(1000);
    assertThat(is.isAuthorizationEnabled()).isFalse();
    assertThat(is.isAuthorizationEnabledForCustomCode()).isFalse();
  }

  @Test
  void nothingIsWrittenThatNobodyReads() {
    assertThat(is.getHistoryLevel()).isEqualTo(HistoryLevel.HISTORY_LEVEL_NONE);
    assertThat(is.isHistoryCleanupEnabled()).isFalse();
    assertThat(is.isEnforceHistoryTimeToLive()).isTrue();
    assertThat(is.getHistoryTimeToLive()).isEqualTo("P30D");
    assertThat(is.isRestrictUserOperationLogToAuthenticatedUsers()).isFalse();
    assertThat(is.getLogEntriesPerSyncOperationLimit()).isEqualTo(-1);
    assertThat(is.isMetricsEnabled()).isFalse();
    assertThat(is.isTaskMetricsEnabled()).isFalse();
    assertThat(is.isDbMetricsReporterActivate()).isFalse();
  }

  @Test
  void failuresAreSeen() {
    assertThat(is.isEnableExceptionsAfterUnhandledBpmnError()).isTrue();
    assertThat(is.isCreateIncidentOnFailedJobEnabled()).isTrue();
    assertThat(is.getIncidentHandler("failedJob")).isInstanceOf(StuckJobs.class);
    assertThat(is.getDefaultNumberOfRetries()).isEqualTo(3);
    assertThat(is.getFailedJobRetryTimeCycle()).isEqualTo("PT2S,PT10S");
    assertThat(is.isEnableCmdExceptionLogging()).isFalse();
    assertThat(is.isEnableReducedJobExceptionLogging()).isTrue();
    assertThat(is.getSkipIsolationLevelCheck()).isFalse();
    assertThat(is.isEnableOptimisticLockingOnForeignKeyViolation()).isTrue();
  }

  @Test
  void timersAreFewThreadsThatLookOften() {
    DefaultJobExecutor jobs = (DefaultJobExecutor) is.getJobExecutor();
    assertThat(jobs.isActive()).isTrue();
    assertThat(jobs.getMaxPoolSize()).isEqualTo(4);
    assertThat(jobs.getMaxWait()).isEqualTo(1000);
    assertThat(jobs.getMaxBackoff()).isEqualTo(500);
    assertThat(jobs.getLockTimeInMillis()).isEqualTo(60_000);
    assertThat(is.isJobExecutorAcquireByPriority()).isTrue();
    assertThat(is.isProducePrioritizedJobs()).isTrue();
    assertThat(is.isJobExecutorAcquireExclusiveOverProcessHierarchies()).isTrue();
  }

  @Test
  void theDatabaseIsWrittenInBatchesWithoutAnIdTable() {
    assertThat(is.getIdGenerator()).isInstanceOf(StrongUuidGenerator.class);
    assertThat(is.isJdbcBatchProcessing()).isTrue();
    assertThat(is.isTransactionsExternallyManaged()).isTrue();
    assertThat(is).extracting("cacheCapacity").isEqualTo(1000);
    assertThat(is.getDatabaseSchemaUpdate()).isEqualTo("true");
    assertThat(new FencedConfiguration(Database.fresh(), Database.TRANSACTIONS, false))
        .extracting(FencedConfiguration::getDatabaseSchemaUpdate)
        .isEqualTo("false");
  }
}
