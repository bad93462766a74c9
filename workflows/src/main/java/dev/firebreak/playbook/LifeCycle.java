package dev.firebreak.playbook;

import dev.firebreak.access.Caller;
import dev.firebreak.access.Role;
import dev.firebreak.audit.Audit;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.store.Database;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Draft, reviewed, live: who hands a version in does not put it in force, and neither does anybody
 * else whose changes are in it. Every act is recorded in the transaction in which it happens. Safe
 * for all threads.
 */
public final class LifeCycle {
  private final Database database;
  private final PlaybookVersions versions;
  private final Drafts drafts;
  private final Problems problems;
  private final PlaybookEngine engine;
  private final InForce inForce;
  private final Publisher publisher;
  private final BiFunction<String, byte[], List<String>> tests;
  private final Audit audit;
  private final Clock clock;

  /**
   * @param publisher takes a release to where the truth is, before it is in force
   * @param tests what the cases of a playbook say about a file, a sentence each
   */
  public LifeCycle(
      Database database,
      PlaybookVersions versions,
      Drafts drafts,
      Problems problems,
      PlaybookEngine engine,
      InForce inForce,
      Publisher publisher,
      BiFunction<String, byte[], List<String>> tests,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.versions = versions;
    this.drafts = drafts;
    this.problems = problems;
    this.engine = engine;
    this.inForce = inForce;
    this.publisher = publisher;
    this.tests = tests;
    this.audit = audit;
    this.clock = clock;
  }

  /** Takes releases to a folder or a repository that is the truth. */
  @FunctionalInterface
  public interface Publisher {
    /**
     * @throws NotDone when the truth is not what the release replaces, or takes none from here
     */
    void publish(Version version, Optional<Version> replaced, String releaser, String comment);
  }

  /**
   * A releaser's word.
   *
   * @param replaces the live version that he has compared with; needed where the version was not
   *     made from the live one
   * @param despite why it is released although cases fail
   */
  public record Consent(String comment, Optional<Integer> replaces, Optional<String> despite) {}

  /** A file that somebody hands in. */
  public record Submission(
      byte[] content, Optional<Integer> basedOn, String comment, Version.Origin origin) {}

  /**
   * Hands in the caller's draft, which is gone then.
   *
   * @throws NotDone when there is none, it is another revision, or it has errors
   */
  public Version submitDraft(String name, Optional<Long> revision, String comment, Caller by) {
    by.demand(Role.AUTHOR);
    Draft draft =
        drafts
            .find(name, by.subject())
            .orElseThrow(() -> NotDone.unknown("there is no draft of '" + name + "' of yours"));
    Submission handedIn =
        new Submission(draft.content(), draft.basedOn(), comment, Version.Origin.CONSOLE);
    check(name, draft.content());
    return database.inTransaction(
        h -> {
          drafts.take(name, revision.or(() -> Optional.of(draft.revision())), by);
          return add(name, handedIn, by);
        });
  }

  /**
   * Hands in a file.
   *
   * @return the version that it is now; the one it was already, where these bytes wait or are live
   * @throws NotDone when it has errors
   */
  public Version submit(String name, Submission submission, Caller by) {
    by.demand(Role.AUTHOR);
    check(name, submission.content());
    return database.inTransaction(h -> add(name, submission, by));
  }

  private void check(String name, byte[] content) {
    if (!Kind.isName(name)) {
      throw NotDone.malformed("'" + name.replaceAll("\\p{Cntrl}", "?") + "' is no playbook's name");
    }
    problems.demandNone(name, content);
  }

  private Version add(String name, Submission s, Caller by) {
    versions.lock(name);
    Optional<Version> same =
        versions
            .find(name, PlaybookVersions.sha256(s.content()))
            .filter(v -> v.state() == Version.State.SUBMITTED || isLive(v));
    if (same.isPresent()) {
      return same.get();
    }
    Optional<Integer> basedOn = s.basedOn().or(() -> versions.live(name).map(Release::version));
    Version added =
        versions.add(
            new PlaybookVersions.New(
                name,
                s.content(),
                by.subject(),
                contributors(name, s.content(), basedOn, by.subject()),
                clock.instant(),
                s.comment(),
                s.origin(),
                Optional.empty(),
                basedOn));
    record(by.subject(), "playbook.submitted", added, Map.of("comment", s.comment()));
    return added;
  }

  private boolean isLive(Version v) {
    return versions.live(v.playbook()).filter(r -> r.version() == v.version()).isPresent();
  }

  /**
   * The author, and who had a hand in what it was made from or in the same bytes before, as long as
   * nobody else has released that.
   */
  private Set<String> contributors(
      String name, byte[] content, Optional<Integer> basedOn, String author) {
    Set<String> all = new TreeSet<>(Set.of(author));
    String sha256 = PlaybookVersions.sha256(content);
    versions.of(name).stream()
        .filter(v -> v.state() != Version.State.RELEASED)
        .filter(v -> basedOn.filter(b -> b == v.version()).isPresent() || v.sha256().equals(sha256))
        .forEach(v -> all.addAll(v.contributors()));
    return all;
  }

  /** The live version, as long as nothing else has been put in force. */
  public Optional<Version> live(String name) {
    return versions.live(name).flatMap(r -> versions.find(name, r.version()));
  }

  /** These bytes, where somebody has handed them in and nobody has decided. */
  public Optional<Version> waiting(String name, byte[] content) {
    return versions
        .find(name, PlaybookVersions.sha256(content))
        .filter(v -> v.state() == Version.State.SUBMITTED);
  }

  private Version find(String name, int version) {
    return versions
        .find(name, version)
        .orElseThrow(
            () ->
                NotDone.unknown("There is no version " + version + " of playbook '" + name + "'"));
  }

  private static void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw NotDone.conflict(otherwise);
    }
  }

  /**
   * Puts a version in force.
   *
   * @throws NotDone FORBIDDEN when the caller's own change is in it, CONFLICT when something else
   *     is live by now, PROBLEMS when it has errors, CASES when its cases fail
   */
  public Version release(String name, int number, Consent consent, Caller by) {
    by.demand(Role.RELEASER);
    Version v = find(name, number);
    demandNotOwn(v, by);
    demand(
        v.state() == Version.State.SUBMITTED,
        v + " is " + v.state().name().toLowerCase(java.util.Locale.ROOT) + ", not waiting");
    List<String> failures = checkAndTest(v, consent);
    return putInForce(
        v,
        Release.How.RELEASE,
        consent.comment(),
        by.subject(),
        failures.isEmpty()
            ? Map.of()
            : Map.of("failing", failures, "despite", consent.despite().orElse("")),
        () -> compared(v, consent.replaces()));
  }

  private static void demandNotOwn(Version v, Caller by) {
    if (v.contributors().contains(by.subject())) {
      throw NotDone.forbidden(
          "your own change is in "
              + v
              + "; somebody else has to release it, who has changed nothing in it");
    }
  }

  /** What its cases say, where the consent is given all the same. */
  private List<String> checkAndTest(Version v, Consent consent) {
    problems.demandNone(v.playbook(), v.content());
    List<String> failures = tests.apply(v.playbook(), v.content());
    if (!failures.isEmpty() && consent.despite().filter(d -> !d.isBlank()).isEmpty()) {
      throw NotDone.casesFail(v.playbook(), failures);
    }
    return failures;
  }

  private void compared(Version v, Optional<Integer> replaces) {
    Version fresh = find(v.playbook(), v.version());
    demand(fresh.state() == Version.State.SUBMITTED, v + " has been decided about meanwhile");
    Optional<Integer> live = versions.live(v.playbook()).map(Release::version);
    demand(
        live.equals(replaces.isPresent() ? replaces : v.basedOn()),
        v
            + " was made from "
            + v.basedOn().map(b -> "version " + b).orElse("nothing")
            + ", and "
            + live.map(l -> "version " + l + " is live").orElse("nothing is live")
            + ": compare the two, then release it with replaces="
            + live.map(String::valueOf).orElse("none")
            + ", or have it made anew");
  }

  /**
   * Puts a version in force again that was before.
   *
   * @throws NotDone when it never was, or is now
   */
  public Version rollBack(String name, int number, String comment, Caller by) {
    by.demand(Role.RELEASER);
    Version v = find(name, number);
    demand(
        versions.releases(name).stream().anyMatch(r -> r.version() == number),
        v + " was never in force, so there is no way back to it; release it instead");
    problems.demandNone(name, v.content());
    return putInForce(
        v,
        Release.How.ROLLBACK,
        comment,
        by.subject(),
        Map.of(),
        () -> demand(!isLive(v), v + " is in force already"));
  }

  /** Puts in force what a folder or a branch holds. The caller has looked for problems. */
  Version adopt(String name, Truth.File file, Release.How how) {
    return database.inTransaction(
        h -> {
          versions.lock(name);
          Version v =
              versions
                  .find(name, file.sha256())
                  .orElseGet(
                      () ->
                          versions.add(
                              new PlaybookVersions.New(
                                  name,
                                  file.content(),
                                  file.author(),
                                  Set.of(file.author()),
                                  file.at().orElse(clock.instant()),
                                  file.message(),
                                  how == Release.How.GIT
                                      ? Version.Origin.GIT
                                      : Version.Origin.FOLDER,
                                  file.commit(),
                                  versions.live(name).map(Release::version))));
          if (!isLive(v)) {
            putInForce(v, how, file.message(), file.committer(), Map.of(), () -> {});
          }
          return v;
        });
  }

  private Version putInForce(
      Version v,
      Release.How how,
      String comment,
      String by,
      Map<String, Object> more,
      Runnable precondition) {
    return database.inTransaction(
        h -> {
          versions.lock(v.playbook());
          precondition.run();
          Optional<Version> before = live(v.playbook());
          if (Kind.of(v.playbook()) == Kind.BPMN) {
            deploy(v);
          }
          versions.addRelease(v, how, by, clock.instant(), comment, before.map(Version::version));
          versions.decide(v, Version.State.RELEASED, by, clock.instant(), comment);
          Map<String, Object> facts = new LinkedHashMap<>();
          facts.put("comment", comment);
          facts.putAll(more);
          facts.put("authors", v.contributors().stream().sorted().toList());
          before.ifPresent(b -> facts.put("replaced", b.version()));
          boolean back = how == Release.How.ROLLBACK;
          record(by, back ? "playbook.rolled-back" : "playbook.released", v, facts);
          if (how == Release.How.RELEASE || back) {
            // Last, and on a disk of ours: where our own commit fails after it, the next look at
            // the truth puts it in force.
            publisher.publish(v, before, by, comment);
          }
          database.afterCommit(inForce::refresh);
          return v;
        });
  }

  private void deploy(Version v) {
    try {
      versions.deployed(v, engine.deploy(v.playbook(), v.content()).versionId());
    } catch (PlaybookRefused refused) {
      throw NotDone.problems(
          v.playbook(), refused.findings().stream().map(Problem::error).toList());
    }
  }

  /** Sends a version back to who handed it in. */
  public Version reject(String name, int number, String comment, Caller by) {
    by.demand(Role.RELEASER);
    demand(!comment.isBlank(), "say why: who handed it in has to know what to change");
    return decide(name, number, Version.State.REJECTED, "playbook.rejected", comment, by);
  }

  /** Takes a version back that the caller handed in. */
  public Version withdraw(String name, int number, Caller by) {
    by.demand(Role.AUTHOR);
    if (!find(name, number).author().equals(by.subject())) {
      throw NotDone.forbidden("somebody else handed it in; a releaser can reject it");
    }
    return decide(name, number, Version.State.WITHDRAWN, "playbook.withdrawn", "", by);
  }

  private Version decide(
      String name, int number, Version.State state, String kind, String comment, Caller by) {
    return database.inTransaction(
        h -> {
          versions.lock(name);
          Version v = find(name, number);
          demand(v.state() == Version.State.SUBMITTED, v + " is not waiting");
          versions.decide(v, state, by.subject(), clock.instant(), comment);
          record(by.subject(), kind, v, Map.of("comment", comment));
          return find(name, number);
        });
  }

  private void record(String by, String kind, Version v, Map<String, Object> more) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("playbook", v.playbook());
    facts.put("version", v.version());
    facts.put("sha256", v.sha256());
    facts.putAll(more);
    audit.record(by, kind, Optional.empty(), facts);
  }
}
