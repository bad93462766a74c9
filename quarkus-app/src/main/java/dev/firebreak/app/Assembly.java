package dev.firebreak.app;

import dev.firebreak.access.AccessControl;
import dev.firebreak.access.EmergencyKeys;
import dev.firebreak.access.Tags;
import dev.firebreak.action.Abandoned;
import dev.firebreak.action.ActionLog;
import dev.firebreak.action.ActionTable;
import dev.firebreak.action.Announcements;
import dev.firebreak.action.ApprovalTable;
import dev.firebreak.action.Approvals;
import dev.firebreak.action.BlastRadius;
import dev.firebreak.action.Brakes;
import dev.firebreak.action.Checkups;
import dev.firebreak.action.Connectors;
import dev.firebreak.action.Dispatcher;
import dev.firebreak.action.EmergencyApprovals;
import dev.firebreak.action.EmergencyVotes;
import dev.firebreak.action.HourlyCap;
import dev.firebreak.action.NeverContain;
import dev.firebreak.action.Outcomes;
import dev.firebreak.action.Permits;
import dev.firebreak.action.Policy;
import dev.firebreak.action.Previews;
import dev.firebreak.action.Questions;
import dev.firebreak.action.ReadBack;
import dev.firebreak.action.Rehearsals;
import dev.firebreak.action.Requests;
import dev.firebreak.action.Retries;
import dev.firebreak.action.Shorthanded;
import dev.firebreak.action.StopNotices;
import dev.firebreak.action.StopSwitch;
import dev.firebreak.action.VotingRights;
import dev.firebreak.alert.Alert;
import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.witness.WitnessPlaces;
import dev.firebreak.audit.Audit;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Guard;
import dev.firebreak.audit.Heads;
import dev.firebreak.audit.Proofs;
import dev.firebreak.audit.Sealer;
import dev.firebreak.audit.Trail;
import dev.firebreak.audit.Witness;
import dev.firebreak.audit.Witnesses;
import dev.firebreak.containment.Ledger;
import dev.firebreak.correlation.Correlation;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.RunListener;
import dev.firebreak.evidence.Evidence;
import dev.firebreak.evidence.RegulatorClocks;
import dev.firebreak.incident.Incidents;
import dev.firebreak.intake.Admission;
import dev.firebreak.intake.Inbox;
import dev.firebreak.intake.Intake;
import dev.firebreak.playbook.LiveTable;
import dev.firebreak.playbook.ReleasedFiles;
import dev.firebreak.response.Involvement;
import dev.firebreak.response.ManualActions;
import dev.firebreak.response.ManualRuns;
import dev.firebreak.response.People;
import dev.firebreak.response.PlaybookData;
import dev.firebreak.response.PlaybookRehearsals;
import dev.firebreak.response.Response;
import dev.firebreak.response.RunStory;
import dev.firebreak.response.Runs;
import dev.firebreak.response.Watch;
import dev.firebreak.store.Database;
import dev.firebreak.store.Nodes;
import dev.firebreak.triage.Triage;
import dev.firebreak.worker.Workers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All stages, built and connected once. Data flows from the first to the last; where a later one
 * tells an earlier one something (a containment that does not hold raises an alert), it does so
 * through a function given to it here.
 */
public final class Assembly implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Assembly.class);
  private static final long FIRST_CHECK_SECONDS = 20;

  public final Database database;
  public final AccessControl access;
  public final Nodes nodes;
  public final Trail trail;
  public final Heads heads;
  public final Guard guard;
  public final Witnesses witnesses;
  public final Sealer sealer;
  public final Audit audit;
  public final Inbox inbox;
  public final Admission admission;
  public final Intake intake;
  public final Incidents incidents;
  public final Runs runs;
  public final ActionTable actions;
  public final Approvals approvals;
  public final EmergencyApprovals emergency;
  public final Connectors connectors;
  public final Workers workers;
  public final Dispatcher dispatcher;
  public final Requests requests;
  public final Ledger ledger;
  public final Response response;
  public final People people;
  public final Brakes brakes;
  public final Checkups checkups;
  public final Rehearsals rehearsals;
  public final ManualActions manual;
  public final RegulatorClocks clocks;
  public final Evidence evidence;
  public final ManualRuns manualRuns;
  public final PlaybookRehearsals playbookRehearsals;
  public final PlaybookEngine engine;
  public final Playbooks playbooks;
  public final Sources sources;
  private final Announcements announcements;
  private final StopNotices stopNotices;
  private final Watch watch;
  private final Runnable warmUp;
  private final Duration checkInterval;
  private final ScheduledThreadPoolExecutor timer = timer();
  private final ScheduledExecutorService sealing =
      Executors.newSingleThreadScheduledExecutor(daemons("seal"));
  private final ExecutorService witnessing = Executors.newCachedThreadPool(daemons("witness"));
  private final ScheduledExecutorService checking =
      Executors.newSingleThreadScheduledExecutor(daemons("checkups"));
  private final ExecutorService progress = Executors.newFixedThreadPool(8, daemons("progress"));

  /** Makes the engine once its data and listener are there. */
  @FunctionalInterface
  public interface EngineMaker {
    PlaybookEngine make(
        PlaybookData data,
        RunListener listener,
        Connectors connectors,
        EngineOptions.Released released);
  }

  /** Opens the connectors, some of which have their work done by workers. */
  @FunctionalInterface
  public interface ConnectorsMaker {
    Connectors make(Workers workers) throws CannotStart;
  }

  /**
   * @param sealed told of each batch of sealed audit entries
   * @param announcer carries alert ids to {@link Response#handle}
   */
  public Assembly(
      Database database,
      ConnectorsMaker connectorsMaker,
      Sources sources,
      Tables tables,
      Rules rules,
      EngineMaker engineMaker,
      FirebreakConfig config,
      ApprovalsConfig approvalsConfig,
      Clock clock,
      Intake.Announcer announcer,
      Consumer<List<Entry>> sealed)
      throws CannotStart {
    this(
        database,
        connectorsMaker,
        sources,
        tables,
        rules,
        engineMaker,
        PlaybookSource.standard(),
        config,
        approvalsConfig,
        clock,
        announcer,
        sealed);
  }

  /** With a place for playbooks that leads. */
  public Assembly(
      Database database,
      ConnectorsMaker connectorsMaker,
      Sources sources,
      Tables tables,
      Rules rules,
      EngineMaker engineMaker,
      PlaybookSource source,
      FirebreakConfig config,
      ApprovalsConfig approvalsConfig,
      Clock clock,
      Intake.Announcer announcer,
      Consumer<List<Entry>> sealed)
      throws CannotStart {
    this.database = database;
    this.sources = sources;
    this.nodes = new Nodes(database, clock, config.node());
    this.trail = new Trail(database);
    this.heads = new Heads(database, AuditKey.of(Path.of(config.home())), clock);
    this.guard = new Guard(database, why -> raise(AuditAlarm.rewritten(why)));
    FirebreakConfig.Witness witness = config.audit().witness();
    this.witnesses =
        new Witnesses(
            witnesses(witness, clock),
            heads,
            guard,
            clock,
            witnessing,
            why -> raise(AuditAlarm.unwitnessed(why, clock.instant())));
    ReleasedFiles releasedFiles =
        new ReleasedFiles(
            database, trail, new Proofs(database, heads), alert -> soon(() -> raise(alert)));
    this.sealer =
        new Sealer(
            database,
            heads,
            witnesses,
            guard,
            sealing,
            entries -> {
              sealed.accept(entries);
              releasedFiles.sealed(entries);
            });
    this.audit =
        new Audit(
            database,
            clock,
            sealer::soon,
            () -> witness.required() ? witnesses.problem().or(guard::problem) : Optional.empty());
    this.access = new AccessControl(database, audit, clock, tags(config), this::raise);
    this.workers = new Workers(database, audit, clock);
    this.connectors = connectorsMaker.make(workers);
    this.inbox = new Inbox(database);
    this.admission = new Admission(config.intake().limit(), config.intake().criticalLimit());
    this.intake = new Intake(sources::find, database, inbox, admission, audit, clock, announcer);
    this.incidents = new Incidents(database);
    this.runs = new Runs(database);
    this.actions = new ActionTable(database);
    PlaybookData data = new PlaybookData(database, incidents, actions, heads, clock);
    Later<RunListener> listener = new Later<>();
    this.engine =
        engineMaker.make(data, new LateListener(listener), connectors, releasedFiles::problem);
    LiveTable triageTable = new LiveTable(tables.triage());
    LiveTable policyTable = new LiveTable(tables.policy());
    this.playbooks =
        new Playbooks(
            database,
            engine,
            connectors,
            Map.of("triage", triageTable, "policy", policyTable),
            runs,
            source,
            releasedFiles,
            audit,
            clock);
    Later<Ledger> ledgerLater = new Later<>();
    Later<RunStory> storyLater = new Later<>();
    Outcomes outcomes =
        new Outcomes(
            database,
            actions,
            engine,
            (row, state) -> ledgerLater.get().ended(row, state),
            (row, reason) ->
                row.run()
                    .ifPresent(
                        run -> storyLater.get().stuck(run, row.incident(), row.nodeId(), reason)),
            audit,
            progress,
            timer,
            clock,
            config.drift().interval());
    this.brakes = brakes(config, clock);
    ApprovalSettings settings = ApprovalSettings.of(approvalsConfig, connectors);
    ApprovalTable asked = new ApprovalTable(database);
    EmergencyVotes emergencyVotes =
        new EmergencyVotes(new EmergencyKeys(Path.of(config.home()).resolve(EmergencyKeys.FILE)));
    this.dispatcher =
        new Dispatcher(
            connectors,
            brakes,
            new Permits(database, actions, asked, emergencyVotes::hold, audit, clock),
            outcomes,
            new ActionLog(database, actions, audit, clock),
            timer,
            clock);
    Involvement involvement =
        new Involvement(incidents, inbox, access.aliases(), settings.valueAttribute());
    Previews previews = new Previews(connectors, asked, actions);
    VotingRights rights = new VotingRights(involvement, playbooks.versions::releasersOf, clock);
    Shorthanded shorthanded = new Shorthanded(asked, actions, rights, access, this::raise);
    Later<Announcements> announcementsLater = new Later<>();
    this.approvals =
        new Approvals(
            database,
            asked,
            actions,
            dispatcher,
            rights,
            new Questions(involvement),
            settings.stepUp(),
            involvement,
            id -> {
              soon(() -> begin(previews, announcementsLater.get(), id));
              soon(() -> shorthanded.look(id));
            },
            audit,
            timer,
            clock,
            config.node());
    this.emergency =
        new EmergencyApprovals(
            database, approvals, asked, actions, emergencyVotes, audit, clock, this::raise);
    Policy policy = new Policy(policyTable);
    this.rehearsals = new Rehearsals(connectors, policy, clock);
    Triage triage = new Triage(triageTable);
    this.warmUp =
        () -> {
          policy.warmUp(connectors);
          triage.warmUp();
        };
    this.requests =
        new Requests(
            database,
            connectors,
            policy,
            brakes,
            actions,
            approvals,
            dispatcher,
            audit,
            clock,
            config.node());
    this.announcements =
        new Announcements(
            database,
            asked,
            actions,
            requests,
            involvement,
            settings.channels(),
            settings.url(),
            clock);
    announcementsLater.is(announcements);
    this.stopNotices =
        new StopNotices(database, requests, settings.channels(), inbox::incidentOf, settings.url());
    this.ledger =
        new Ledger(
            database,
            actions,
            incidents,
            new ReadBack(connectors),
            requests,
            audit,
            clock,
            config.drift().interval(),
            this::raise);
    ledgerLater.is(ledger);
    this.checkups = new Checkups(connectors, database, audit, clock, this::raise);
    this.checkInterval = config.readiness().interval();
    this.manual = new ManualActions(database, incidents, requests, audit);
    RunStory story =
        new RunStory(
            database,
            data,
            runs,
            requests,
            new Abandoned(database, actions, approvals, dispatcher, audit, clock),
            audit,
            clock);
    storyLater.is(story);
    listener.is(story);
    Correlation correlation = new Correlation(database, clock, config.correlation().window());
    this.response =
        new Response(
            database,
            inbox,
            correlation,
            triage,
            incidents,
            runs,
            data,
            engine,
            playbooks::inForce,
            audit,
            clock);
    this.clocks = new RegulatorClocks(rules.regulations(), incidents, trail, sealer, audit, clock);
    this.evidence =
        new Evidence(
            new Evidence.Sources(
                incidents, inbox, runs, actions, approvals, engine, trail, heads, sealer),
            clocks,
            rules.controls(),
            audit,
            clock);
    this.manualRuns = new ManualRuns(database, incidents, response, audit, clock);
    this.playbookRehearsals = new PlaybookRehearsals(incidents, data, engine, rehearsals, clock);
    Retries retries = new Retries(database, actions, dispatcher, audit, clock, config.node());
    this.people = new People(database, engine, incidents, runs, retries, approvals, audit, clock);
    this.watch =
        new Watch(
            database,
            clock,
            inbox,
            admission,
            announcer,
            approvals,
            retries,
            ledger,
            engine,
            runs,
            audit,
            sealer,
            nodes,
            correlation);
  }

  private record LateListener(Later<RunListener> target) implements RunListener {
    @Override
    public void advanced(Advance advance) {
      target.get().advanced(advance);
    }

    @Override
    public void stuck(String runId, String incidentId, String nodeId, String reason) {
      target.get().stuck(runId, incidentId, nodeId, reason);
    }
  }

  /** Not on the thread that has actions to submit; what is lost at the end is announced later. */
  private void soon(Runnable work) {
    try {
      timer.execute(guarded(work));
    } catch (RejectedExecutionException stopping) {
      LOG.debug("stopping: what waits is announced after the next start");
    }
  }

  private static void begin(Previews previews, Announcements announcements, UUID approval) {
    previews.begin(approval);
    announcements.announce(approval);
  }

  private void raise(Alert alert) {
    var unused = intake.raise(alert);
  }

  /** Takes up what was under way, and starts watching. */
  public void start() {
    heads.introduce(audit);
    witnesses.soon();
    watch.recover();
    timer.execute(warmUp); // The first real alert should not pay for loading the tables' language.
    brakes.stop().look();
    var stops = timer.scheduleWithFixedDelay(guarded(brakes.stop()::look), 1, 1, TimeUnit.SECONDS);
    var told = timer.scheduleWithFixedDelay(guarded(announcements::sweep), 5, 5, TimeUnit.SECONDS);
    var notices = timer.scheduleWithFixedDelay(guarded(stopNotices::sweep), 1, 1, TimeUnit.SECONDS);
    var work = timer.scheduleWithFixedDelay(guarded(workers::round), 1, 1, TimeUnit.SECONDS);
    var old = timer.scheduleWithFixedDelay(guarded(workers::forgetOld), 1, 60, TimeUnit.MINUTES);
    var released =
        timer.scheduleWithFixedDelay(guarded(playbooks::refresh), 1, 1, TimeUnit.SECONDS);
    var rounds = timer.scheduleWithFixedDelay(watch::round, 1, 1, TimeUnit.SECONDS);
    long between = checkInterval.toSeconds();
    var checks =
        checking.scheduleWithFixedDelay(
            guarded(checkups::all),
            Math.min(FIRST_CHECK_SECONDS, between),
            between,
            TimeUnit.SECONDS);
  }

  private static List<Witness> witnesses(FirebreakConfig.Witness config, Clock clock)
      throws CannotStart {
    try {
      return WitnessPlaces.of(config, clock);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(e.getMessage() + ".", e);
    }
  }

  private static Tags tags(FirebreakConfig config) throws CannotStart {
    try {
      return new Tags(config.tags());
    } catch (IllegalArgumentException e) {
      throw new CannotStart("firebreak.tags." + e.getMessage() + ".", e);
    }
  }

  private Brakes brakes(FirebreakConfig config, Clock clock) throws CannotStart {
    try {
      NeverContain never = new NeverContain(config.brakes().neverContain().orElse(List.of()));
      return new Brakes(
          new StopSwitch(database, audit, clock, intake::raise),
          never,
          new HourlyCap(database, clock, config.brakes().containPerHour()),
          new BlastRadius(never, config.brakes().containAtOnce()));
    } catch (IllegalArgumentException e) {
      throw new CannotStart("firebreak.brakes: " + e.getMessage() + ".", e);
    }
  }

  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.errorf(e, "something done at intervals failed; the next round tries again");
      }
    };
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(3, daemons("timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger next = new AtomicInteger();
    return r -> {
      Thread t = new Thread(r, name + "-" + next.incrementAndGet());
      t.setDaemon(true);
      return t;
    };
  }

  @Override
  public void close() throws Exception {
    timer.shutdownNow();
    checking.shutdownNow();
    connectors.close();
    progress.shutdown();
    progress.awaitTermination(5, TimeUnit.SECONDS);
    engine.close();
    sealing.shutdown();
    sealing.awaitTermination(5, TimeUnit.SECONDS);
    witnessing.shutdown();
    witnessing.awaitTermination(5, TimeUnit.SECONDS);
  }
}
