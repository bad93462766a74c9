package dev.firebreak.cases;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Plays cases against a playbook's file, released or not. Nothing reaches a vendor: what is called
 * answers as the case says. One play at a time; others wait their turn. Safe for all threads.
 */
public final class CaseRunner {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
  private static final Case NOTHING =
      new Case(
          "none",
          "",
          List.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Map.of(),
          Optional.empty());

  private final CaseStages.Maker maker;
  private final CaseBook book;
  private final Supplier<Map<String, byte[]>> inForce;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** The cases of a playbook. */
  @FunctionalInterface
  public interface CaseBook {
    List<Case> of(String playbook) throws CaseUnusable;
  }

  /** Others are being played, and it takes too long to wait for them. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("other cases are being played; try again in a moment");
    }
  }

  /**
   * @param book cases by playbook
   * @param inForce the files in force, by playbook: what a playbook may call
   */
  public CaseRunner(CaseStages.Maker maker, CaseBook book, Supplier<Map<String, byte[]>> inForce) {
    this.maker = maker;
    this.book = book;
    this.inForce = inForce;
  }

  /**
   * Plays all cases of a playbook against a file of it. Takes a second at the first call, and some
   * tens of milliseconds a case.
   *
   * @param bpmn the file's bytes; need not be in force
   * @throws CaseUnusable when a case cannot be read
   * @throws Busy after two minutes behind others
   */
  public CaseReport run(String playbook, byte[] bpmn) throws CaseUnusable {
    return run(playbook, bpmn, book.of(checked(playbook)));
  }

  /** The same with cases of the caller's own. */
  public CaseReport run(String playbook, byte[] bpmn, List<Case> cases) throws CaseUnusable {
    checked(playbook);
    return inTurn(() -> inTheirTurn(playbook, bpmn, cases));
  }

  /** Also keeps a name from leading out of a folder. */
  private static String checked(String playbook) throws CaseUnusable {
    if (!NAME.matcher(playbook).matches()) {
      throw new CaseUnusable(
          "a playbook's name is letters, digits, hyphens and underscores, such as"
              + " hot-wallet-drain");
    }
    return playbook;
  }

  private CaseReport inTheirTurn(String playbook, byte[] bpmn, List<Case> cases)
      throws CaseUnusable {
    List<Finding> findings = findings(playbook, bpmn);
    if (!findings.isEmpty()) {
      return CaseReport.refused(playbook, findings);
    }
    Diagram diagram = Diagram.read(bpmn);
    List<CaseResult> results = new ArrayList<>();
    for (Case one : cases) {
      results.add(play(playbook, bpmn, diagram, one));
    }
    return CaseReport.of(playbook, diagram, results);
  }

  /** Work that throws {@link CaseUnusable}. */
  @FunctionalInterface
  private interface Turn<T> {
    T take() throws CaseUnusable;
  }

  private <T> T inTurn(Turn<T> work) throws CaseUnusable {
    try {
      if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
    try {
      return work.take();
    } finally {
      turn.unlock();
    }
  }

  private Map<String, byte[]> files(String playbook, byte[] bpmn) {
    Map<String, byte[]> files = new HashMap<>(inForce.get());
    files.put(playbook, bpmn);
    return files;
  }

  private List<Finding> findings(String playbook, byte[] bpmn) throws CaseUnusable {
    try (CaseStages stages = stages(NOTHING, new Turnstile(), new CaseClock(), playbook, bpmn)) {
      return stages.refused().getOrDefault(playbook, List.of());
    } catch (CaseUnusable | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CaseUnusable("the stages cannot be set up: " + e.getMessage(), e);
    }
  }

  private CaseStages stages(
      Case script, Turnstile turnstile, CaseClock clock, String playbook, byte[] bpmn)
      throws Exception {
    return maker.make(
        new ScriptedVendors(script, turnstile).of(maker.offers()), clock, files(playbook, bpmn));
  }

  private CaseResult play(String playbook, byte[] bpmn, Diagram diagram, Case script) {
    long start = System.nanoTime();
    Turnstile turnstile = new Turnstile();
    CaseClock clock = new CaseClock();
    try (CaseStages stages = stages(script, turnstile, clock, playbook, bpmn)) {
      CasePlay play = new CasePlay(script, diagram, playbook, stages, turnstile, clock);
      try {
        return played(playbook, diagram, script, stages, play, start);
      } finally {
        play.over();
      }
    } catch (CaseAborted e) {
      return CaseResult.broken(script.name(), script.trace(), e.getMessage(), millis(start));
    } catch (Exception e) {
      return CaseResult.broken(
          script.name(), script.trace(), "could not be played: " + e, millis(start));
    }
  }

  private static CaseResult played(
      String playbook, Diagram diagram, Case script, CaseStages stages, CasePlay play, long start) {
    List<String> problems = new ArrayList<>();
    try {
      play.play();
    } catch (CaseAborted e) {
      problems.add(e.getMessage());
    }
    problems.addAll(play.problems(playbook));
    String trace = play.trace();
    script.trace().filter(t -> !t.equals(trace)).ifPresent(t -> problems.add(changed(t, trace)));
    CaseResult.Verdict verdict =
        !problems.isEmpty()
            ? CaseResult.Verdict.FAILED
            : script.trace().isPresent()
                ? CaseResult.Verdict.PASSED
                : CaseResult.Verdict.UNRECORDED;
    return new CaseResult(
        script.name(),
        verdict,
        problems,
        script.trace(),
        trace,
        play.passed(),
        diagram.flows().stream().filter(stages.flows()::contains).toList(),
        play.asked(),
        millis(start));
  }

  private static String changed(String expected, String trace) {
    long lines =
        difference(expected, trace).stream()
            .filter(l -> (l.startsWith("-") || l.startsWith("+")) && !l.startsWith("+++"))
            .filter(l -> !l.startsWith("---"))
            .count();
    return "it went otherwise than trace.txt says (" + lines + " lines differ)";
  }

  /** What differs, as a unified diff; empty where nothing does. */
  public static List<String> difference(String expected, String trace) {
    List<String> before = expected.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        "trace.txt", "now", before, DiffUtils.diff(before, trace.lines().toList()), 2);
  }

  /** {@link #difference(String, String)} of a case; empty where it has no trace or went so. */
  public static List<String> difference(CaseResult of) {
    Optional<String> expected = of.expected();
    return expected.isEmpty() || of.trace().isEmpty()
        ? List.of()
        : difference(expected.get(), of.trace());
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
