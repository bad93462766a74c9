package dev.firebreak.engine;

import jakarta.transaction.TransactionManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.JakartaTransactionProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.interceptor.CommandContextInterceptor;
import org.camunda.bpm.engine.impl.interceptor.CommandCounterInterceptor;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.interceptor.JakartaTransactionInterceptor;
import org.camunda.bpm.engine.impl.interceptor.LogInterceptor;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.camunda.bpm.engine.impl.variable.serializer.TypedValueSerializer;

/**
 * The engine's settings: what a playbook can reach is data, and nothing is written that we do not
 * read. Each setting has a reason in docs/adr/0001 and an assertion in FencedConfigurationTest.
 *
 * <p>The engine's own authorization stays off: it checks the engine's users against the engine's
 * API, and nobody has that API. The only callers are {@link CamundaEngine}'s methods and the job
 * executor, both without an engine user, which the engine lets pass anyway. Who may do what is
 * decided at our own doors, before.
 */
final class FencedConfiguration extends JakartaTransactionProcessEngineConfiguration {
  /** Three retries, then {@link RunListener#stuck}: a person sees it well within a minute. */
  static final String RETRIES = "PT2S,PT10S";

  FencedConfiguration(DataSource dataSource, TransactionManager transactions, boolean schema) {
    setProcessEngineName("firebreak");
    setDataSource(dataSource);
    setTransactionManager(transactions);
    setDatabaseType("postgres");
    setDatabaseSchemaUpdate(
        schema
            ? ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE
            : ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
    setIdGenerator(new StrongUuidGenerator());
    closeCode();
    closeScripts();
    closeDeserialization();
    closeQueriesAndForms();
    keepNoHistory();
    failLoudly();
    jobs();
  }

  private void closeCode() {
    setArtifactFactory(
        new ArtifactFactory() {
          @Override
          public <T> T getArtifact(Class<T> type) {
            throw new ProcessEngineException("A playbook cannot name a Java class.");
          }
        });
    setBpmnParseFactory(FencedParse::new);
    setCmmnEnabled(false);
    setDmnEnabled(false);
    setStandaloneTasksEnabled(false);
    setDisableStrictCallActivityValidation(false);
    setEnableXxeProcessing(false);
  }

  private void closeScripts() {
    setScriptEngineResolver(new NoScripts());
    setEnableScriptEngineLoadExternalResources(false);
    setEnableScriptEngineNashornCompatibility(false);
    setConfigureScriptEngineHostAccess(false);
    setEnableFetchScriptEngineFromProcessApplication(false);
    setEnableScriptCompilation(false);
    setEnableScriptEngineCaching(false);
    setAutoStoreScriptVariables(false);
  }

  private void closeDeserialization() {
    setJavaSerializationFormatEnabled(false);
    setDefaultSerializationFormat("none");
    setDeserializationTypeValidationEnabled(true);
    setDeserializationAllowedClasses("");
    setDeserializationAllowedPackages("");
    setImplicitVariableUpdateDetectionEnabled(false);
  }

  private void closeQueriesAndForms() {
    setEnableExpressionsInAdhocQueries(false);
    setEnableExpressionsInStoredQueries(false);
    setDisableStrictCamundaFormParsing(false);
    setQueryMaxResultsLimit(1000);
    setCommandCheckers(new ArrayList<>()); // No engine user and no tenant exists to check.
    setTenantCheckEnabled(false);
    setAuthorizationEnabled(false);
    setAuthorizationEnabledForCustomCode(false);
  }

  private void keepNoHistory() {
    setHistory(ProcessEngineConfiguration.HISTORY_NONE);
    setHistoryLevel(HistoryLevel.HISTORY_LEVEL_NONE);
    setHistoryCleanupEnabled(false);
    setEnforceHistoryTimeToLive(true);
    setHistoryTimeToLive("P30D");
    setRestrictUserOperationLogToAuthenticatedUsers(false);
    setLogEntriesPerSyncOperationLimit(-1);
    setMetricsEnabled(false);
    setTaskMetricsEnabled(false);
    setDbMetricsReporterActivate(false);
  }

  private void failLoudly() {
    setEnableExceptionsAfterUnhandledBpmnError(true);
    setCreateIncidentOnFailedJobEnabled(true);
    setDefaultNumberOfRetries(3);
    setFailedJobRetryTimeCycle(RETRIES);
    setFailedJobCommandFactory(new JobRetries());
    // The caller gets the exception; a second copy in the log could carry an alert's data.
    setEnableCmdExceptionLogging(false);
    setEnableReducedJobExceptionLogging(true);
    setSkipIsolationLevelCheck(false);
    setEnableOptimisticLockingOnForeignKeyViolation(true);
  }

  private void jobs() {
    setJdbcBatchProcessing(true);
    setCacheCapacity(1000);
    setJobExecutorAcquireByPriority(true);
    setProducePrioritizedJobs(true);
    setJobExecutorAcquireExclusiveOverProcessHierarchies(true);
    DefaultJobExecutor executor = new DefaultJobExecutor();
    executor.setCorePoolSize(2);
    executor.setMaxPoolSize(4);
    executor.setQueueSize(8);
    executor.setMaxJobsPerAcquisition(5);
    executor.setWaitTimeInMillis(500);
    executor.setMaxWait(1000);
    executor.setBackoffTimeInMillis(50);
    executor.setMaxBackoff(500);
    // A job only moves the diagram on, in milliseconds; a minute after a crash a peer takes it.
    executor.setLockTimeInMillis(60_000);
    setJobExecutor(executor);
    setJobExecutorActivate(true);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The engine sets its schema up outside of JTA; Agroal refuses a connection that is used
   * before a transaction begins ("Deferred enlistment not supported"), so this is one too.
   */
  @Override
  protected void initCommandExecutorDbSchemaOperations() {
    List<CommandInterceptor> chain = new ArrayList<>();
    chain.add(new LogInterceptor());
    chain.add(new CommandCounterInterceptor(this));
    chain.add(new JakartaTransactionInterceptor(transactionManager, false, this));
    chain.add(new CommandContextInterceptor(dbSchemaOperationsCommandContextFactory, this));
    chain.add(actualCommandExecutor);
    commandExecutorSchemaOperations = initInterceptorChain(chain);
  }

  @Override
  protected void initExpressionManager() {
    expressionManager = new DataExpressions();
  }

  @Override
  protected void initFormEngines() {
    formEngines = new HashMap<>();
  }

  /** Decisions are made outside of the engine, by {@link Decisions}; none here, and no FEEL. */
  @Override
  protected void initDmnEngine() {
    dmnEngineConfiguration = Decisions.fenced();
  }

  /** Without these two no bytes from the database are ever turned into objects or files. */
  @Override
  protected void initSerialization() {
    super.initSerialization();
    for (String name : List.of("serializable", "file")) {
      TypedValueSerializer<?> serializer = variableSerializers.getSerializerByName(name);
      if (serializer != null) {
        variableSerializers.removeSerializer(serializer);
      }
    }
  }

  /** The gate runs before the parser, and again when bytes are read back from the database. */
  FencedConfiguration gate(Deployer gate) {
    setCustomPreDeployers(new ArrayList<>(List.of(gate)));
    return this;
  }

  /** Knows no language. */
  static final class NoScripts implements ScriptEngineResolver {
    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
      // Nobody adds one.
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
      throw new ProcessEngineException("There are no scripts here.");
    }

    @Override
    @SuppressWarnings("NullAway") // the API's word for "no such language"
    public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
      return null;
    }
  }
}
