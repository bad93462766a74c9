package dev.firebreak.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs playbooks. Every method works in the caller's JTA transaction, so that the engine's state
 * and our own tables change together or not at all. Safe for all threads.
 */
public interface PlaybookEngine extends AutoCloseable {
  /**
   * Deploys a playbook; deploying the same bytes again changes nothing.
   *
   * @param name the playbook's name; its process id must be the same
   * @param bpmn the file's bytes
   * @return the version now in force
   * @throws PlaybookRefused when the gate or the parser found something, with every finding
   */
  PlaybookVersion deploy(String name, byte[] bpmn) throws PlaybookRefused;

  /** The latest version of every deployed playbook. */
  List<PlaybookVersion> playbooks();

  /** The BPMN of a version, as deployed. */
  Optional<byte[]> bpmn(String versionId);

  /**
   * What would keep a file from being deployed: the gate's findings, then the parser's. Deploys
   * nothing.
   */
  List<PlaybookRefused.Finding> check(String name, byte[] bpmn);

  /**
   * Starts the latest version of a playbook for an incident. Steps it reaches are reported to the
   * {@link RunListener} before this returns.
   *
   * @return the run's id
   */
  StartedRun start(String playbook, String incidentId);

  /** {@link #start} of one version, which stays the run's. */
  StartedRun startVersion(String versionId, String incidentId);

  /**
   * Runs a file that is not deployed, in a transaction that is rolled back: nothing of it stays,
   * and no action is requested.
   *
   * @throws PlaybookRefused as {@link #deploy}
   */
  Rehearsed rehearse(String name, byte[] bpmn, RehearsalScript script) throws PlaybookRefused;

  /** Which runs of a version could go on as another one, and why others could not. */
  MigrationPreview previewMigration(String fromVersionId, String toVersionId);

  /**
   * Lets one run go on as another version of its playbook.
   *
   * @throws MigrationRefused with every reason; roll the transaction back
   */
  void migrate(String fromVersionId, String toVersionId, String runId) throws MigrationRefused;

  /** Finishes a step and moves its run on. */
  void complete(String stepId, Map<String, Object> variables);

  /** Finishes steps of one run together, as one move: cheaper than one after the other. */
  void complete(List<String> stepIds);

  /**
   * Raises a BPMN error at a step.
   *
   * @throws UnhandledError when nothing in the diagram catches it; roll the transaction back, then
   *     {@link #block} the step
   */
  void raise(String stepId, String errorCode, String message) throws UnhandledError;

  /**
   * Marks a step as blocked (an engine incident) until {@link #complete}, {@link #raise} or a
   * person moves it on.
   */
  void block(String stepId, String reason);

  /** Takes the mark of {@link #block} away, before a step is tried again. */
  void unblock(String stepId);

  /**
   * Sends a message to the runs of an incident.
   *
   * @return how many waiting places took it; 0 is no error
   */
  int message(String incidentId, String messageName);

  /** Human tasks that wait, oldest first. */
  List<HumanTask> openTasks();

  /**
   * Completes a human task; {@code variables} are strings, booleans and numbers that the diagram's
   * conditions may read.
   *
   * @return the task as it was; empty when there is no such open task
   * @throws IllegalArgumentException naming a value that the diagram goes on by and that was not
   *     given; the transaction must be rolled back
   */
  Optional<HumanTask> completeTask(String taskId, String by, Map<String, Object> variables);

  /** What waits for a time in the runs of an incident, soonest first. */
  List<Timer> timers(String incidentId);

  /**
   * Fires a timer now, whenever it is due; nothing happens where it is gone.
   *
   * @throws IllegalStateException when what follows fails
   */
  void fire(String timerId);

  /** Ends a run at once, with a reason. */
  void cancel(String runId, String reason);

  @Override
  void close();

  /**
   * A deployed playbook.
   *
   * @param versionId the engine's definition id
   * @param name the playbook's name
   * @param version counts from 1
   * @param sha256 of the BPMN's bytes, lower-case hex
   * @param title the diagram's name, or the playbook's
   */
  record PlaybookVersion(String versionId, String name, int version, String sha256, String title) {}

  /** A run just started; {@code versionId} is the version it stays on. */
  record StartedRun(String runId, String versionId) {}

  /**
   * A task for a person.
   *
   * @param due when it is overdue, as ISO instant; empty where a timer in the diagram takes over
   */
  record HumanTask(
      String id,
      String runId,
      String incidentId,
      String nodeId,
      String name,
      String documentation,
      List<String> candidateGroups,
      java.time.Instant createdAt,
      Optional<java.time.Instant> due) {}

  /**
   * A timer of a diagram.
   *
   * @param nodeId of the event that waits
   * @param length from when it was set until it is due
   */
  record Timer(String id, String nodeId, java.time.Duration length) {}

  /** No boundary event or event subprocess catches this error. */
  final class UnhandledError extends Exception {
    public UnhandledError(String message) {
      super(message);
    }
  }
}
