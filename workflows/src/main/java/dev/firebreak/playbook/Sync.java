package dev.firebreak.playbook;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks at the folder and at the branch: puts in force what leads, and shows where the others
 * differ. What was refused is shown with its problems, and the live version stays. Safe for all
 * threads.
 */
public final class Sync {
  private static final Logger LOG = Logger.getLogger(Sync.class);

  private final PlaybookVersions versions;
  private final LifeCycle lifeCycle;
  private final Problems problems;
  private final Lead lead;
  private final FolderTruth folder;
  private final Optional<? extends Truth> branch;
  private final Clock clock;
  private final Map<String, Drift> drifts = new ConcurrentHashMap<>();
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<Instant> lookedAt = Optional.empty();

  /** What decides where places differ. */
  public enum Lead {
    /** What people release; the folder only until one of them has, for each playbook. */
    DATABASE,
    FOLDER,
    GIT
  }

  /** A place that holds something else than what is in force. */
  public record Drift(String where, String sentence, String sha256) {}

  /** A file that is not in force because of its problems. */
  public record Refused(
      String where, Optional<String> commit, String author, List<Problem> problems) {
    public List<Finding> findings() {
      return problems.stream().filter(Problem::isError).map(Problem::finding).toList();
    }
  }

  /**
   * @param branch leads where there is one
   */
  public Sync(
      PlaybookVersions versions,
      LifeCycle lifeCycle,
      Problems problems,
      Lead lead,
      FolderTruth folder,
      Optional<? extends Truth> branch,
      Clock clock) {
    this.versions = versions;
    this.lifeCycle = lifeCycle;
    this.problems = problems;
    this.lead = branch.isPresent() ? Lead.GIT : lead;
    this.folder = folder;
    this.branch = branch;
    this.clock = clock;
  }

  /**
   * Looks at both now.
   *
   * @param starting whether a folder that does not lead may still be taken over; while we run, what
   *     somebody is writing there is shown alone
   */
  public synchronized void look(boolean starting) {
    try {
      Map<String, Truth.File> onBranch = branch.isPresent() ? branch.get().read() : new TreeMap<>();
      Map<String, Truth.File> inFolder = folder.read();
      Set<String> names = new HashSet<>(onBranch.keySet());
      names.addAll(inFolder.keySet());
      drifts.keySet().retainAll(names);
      refused.keySet().retainAll(names);
      for (String name : names.stream().sorted().toList()) {
        boolean fromBranch = onBranch.containsKey(name);
        Truth.File file = fromBranch ? onBranch.get(name) : inFolder.get(name);
        if (file != null) {
          guarded(name, file, fromBranch, starting);
        }
      }
      gone(names);
      problem = Optional.empty();
    } catch (IOException e) {
      problem = Optional.of("cannot be read: " + e.getMessage());
      LOG.errorf("playbooks: %s", problem.get());
    }
    lookedAt = Optional.of(clock.instant());
  }

  private void guarded(String name, Truth.File file, boolean fromBranch, boolean starting) {
    try {
      consider(name, file, fromBranch, starting);
    } catch (NotDone e) {
      refused.put(name, new Refused(where(fromBranch), file.commit(), file.author(), of(e)));
    }
  }

  private static List<Problem> of(NotDone e) {
    return e.problems().isEmpty()
        ? List.of(new Problem(Problem.Severity.ERROR, "file", 0, e.getMessage()))
        : e.problems();
  }

  private void consider(String name, Truth.File file, boolean fromBranch, boolean starting) {
    Optional<Version> live = lifeCycle.live(name);
    if (live.filter(v -> v.sha256().equals(file.sha256())).isPresent()) {
      drifts.remove(name);
      refused.remove(name);
    } else if (!leads(name, live, fromBranch, starting)) {
      drifts.put(name, drift(name, live, file, fromBranch));
    } else {
      adopt(name, live, file, fromBranch);
    }
  }

  private boolean leads(String name, Optional<Version> live, boolean fromBranch, boolean starting) {
    return fromBranch
        || lead == Lead.FOLDER
        || starting && live.isEmpty()
        || starting
            && lead == Lead.DATABASE
            && versions.releases(name).stream().allMatch(r -> r.how() == Release.How.FOLDER);
  }

  private void adopt(String name, Optional<Version> live, Truth.File file, boolean fromBranch) {
    List<Problem> found = problems.of(name, file.content());
    if (found.stream().anyMatch(Problem::isError)) {
      if (!refused.containsKey(name)) {
        LOG.warnf("%s of %s is not in force: %s", name, where(fromBranch), found);
      }
      refused.put(name, new Refused(where(fromBranch), file.commit(), file.author(), found));
      live.ifPresent(v -> drifts.put(name, drift(name, live, file, fromBranch)));
    } else {
      lifeCycle.adopt(name, file, fromBranch ? Release.How.GIT : Release.How.FOLDER);
      drifts.remove(name);
      refused.remove(name);
    }
  }

  private Drift drift(String name, Optional<Version> live, Truth.File file, boolean fromBranch) {
    String known =
        versions
            .find(name, file.sha256())
            .map(v -> "holds version " + v.version())
            .orElse("holds what no version is");
    String sentence =
        Kind.path(name)
            + " of "
            + where(fromBranch)
            + " "
            + known
            + file.commit()
                .map(c -> " (commit " + c.substring(0, 12) + " by " + file.author() + ")")
                .orElse("")
            + "; in force is "
            + live.map(v -> "version " + v.version()).orElse("nothing");
    return new Drift(where(fromBranch), sentence, file.sha256());
  }

  /** What leads no longer has it; it stays in force until somebody decides otherwise. */
  private void gone(Set<String> names) {
    for (String name : versions.names()) {
      boolean fromPeople =
          lead == Lead.DATABASE
              && versions.releases(name).stream().anyMatch(r -> r.how() == Release.How.RELEASE);
      if (!names.contains(name) && !fromPeople && lifeCycle.live(name).isPresent()) {
        drifts.put(
            name,
            new Drift(
                where(branch.isPresent()),
                Kind.path(name)
                    + " is gone from "
                    + where(branch.isPresent())
                    + ", and what it held is still in force",
                ""));
      }
    }
  }

  private String where(boolean fromBranch) {
    return fromBranch ? branch.map(Truth::where).orElse("") : folder.where();
  }

  /** The place that leads, for people. */
  public String where() {
    return lead == Lead.DATABASE ? "database" : where(branch.isPresent());
  }

  public Lead lead() {
    return lead;
  }

  public Optional<Drift> drift(String name) {
    return Optional.ofNullable(drifts.get(name));
  }

  public Map<String, Drift> drifts() {
    return new TreeMap<>(drifts);
  }

  public Map<String, Refused> refused() {
    return new TreeMap<>(refused);
  }

  /** Why a place cannot be read. */
  public Optional<String> problem() {
    return problem;
  }

  public Optional<Instant> lookedAt() {
    return lookedAt;
  }
}
