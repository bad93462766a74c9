package dev.firebreak.app.cli;

import dev.firebreak.app.cases.LocalCases;
import dev.firebreak.cases.Case;
import dev.firebreak.cases.CaseFiles;
import dev.firebreak.cases.CaseReport;
import dev.firebreak.cases.CaseResult;
import dev.firebreak.cases.CaseRunner;
import dev.firebreak.cases.CaseUnusable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays the cases of playbooks, without a server and without reaching anything. */
@Command(
    name = "test",
    description =
        "Play the cases beside playbooks. Needs no server and reaches no vendor. Exit code 0: all"
            + " went as their traces say; 1: some did not; 2: wrong use.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class TestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "A playbooks folder, one playbook's folder, or one case's folder; default: playbooks.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit XML, for a build server.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--write",
      description = "Write what happened into trace.txt, instead of comparing with it.")
  private boolean write;

  /** What is asked for: a playbook, and the cases; no cases named: all. */
  private record Wanted(String playbook, List<Path> cases, boolean all) {}

  @Override
  public Integer call() throws IOException {
    Logger all = Logger.getLogger("");
    Level before = all.getLevel();
    all.setLevel(Level.SEVERE); // The engine's own news is of no use here.
    try {
      return run();
    } finally {
      all.setLevel(before);
    }
  }

  private int run() throws IOException {
    Map<Path, Map<String, Wanted>> wanted = new LinkedHashMap<>();
    for (Path p : paths.isEmpty() ? List.of(Path.of("playbooks")) : paths) {
      sort(p.toAbsolutePath().normalize(), wanted);
    }
    List<CaseReport> reports = new ArrayList<>();
    for (Map.Entry<Path, Map<String, Wanted>> folder : wanted.entrySet()) {
      reports.addAll(play(folder.getKey(), folder.getValue()));
    }
    if (junit.isPresent()) {
      new JUnitXml(reports).write(junit.get());
    }
    return tell(reports);
  }

  /** Finds out what a path is: a case, a playbook, or a folder of playbooks. */
  private static void sort(Path path, Map<Path, Map<String, Wanted>> wanted) {
    Path parent = Optional.ofNullable(path.getParent()).orElse(path);
    Optional<Path> grand = Optional.ofNullable(parent.getParent());
    if (!Files.isDirectory(path)) {
      throw new CannotDo(CannotDo.USAGE, "there is no folder " + path);
    } else if (Files.exists(path.resolve("playbook.bpmn"))) {
      of(wanted, parent).put(name(path), new Wanted(name(path), List.of(), true));
    } else if (Files.exists(path.resolve("alert.json")) && grand.isPresent()) {
      Path root = Optional.ofNullable(grand.get().getParent()).orElse(grand.get());
      of(wanted, root)
          .merge(
              name(grand.get()),
              new Wanted(name(grand.get()), List.of(path), false),
              TestCommand::both);
    } else {
      folder(path, wanted);
    }
  }

  private static Wanted both(Wanted a, Wanted b) {
    List<Path> cases = new ArrayList<>(a.cases());
    cases.addAll(b.cases());
    return new Wanted(a.playbook(), cases, a.all() || b.all());
  }

  private static void folder(Path path, Map<Path, Map<String, Wanted>> wanted) {
    try (var inside = Files.list(path)) {
      List<Path> playbooks =
          inside.filter(f -> Files.exists(f.resolve("playbook.bpmn"))).sorted().toList();
      if (playbooks.isEmpty()) {
        throw new CannotDo(
            CannotDo.USAGE,
            path
                + " holds neither a playbook.bpmn nor folders with one, nor a case's alert.json;"
                + " name a playbook's folder, for example playbooks/hot-wallet-drain");
      }
      playbooks.forEach(p -> of(wanted, path).put(name(p), new Wanted(name(p), List.of(), true)));
    } catch (IOException e) {
      throw new CannotDo(CannotDo.USAGE, path + " cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, Wanted> of(Map<Path, Map<String, Wanted>> wanted, Path folder) {
    return wanted.computeIfAbsent(folder, f -> new LinkedHashMap<>());
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private List<CaseReport> play(Path folder, Map<String, Wanted> wanted) throws IOException {
    List<CaseReport> reports = new ArrayList<>();
    try (LocalCases local = new LocalCases(folder, Cli.home(spec).folder())) {
      for (Wanted w : wanted.values()) {
        reports.add(report(folder, local, w));
      }
      local
          .connectorProblems()
          .forEach((name, why) -> say("connector " + name + " cannot be set up: " + why));
    } catch (CaseUnusable e) {
      throw new CannotDo(CannotDo.USAGE, e.getMessage());
    }
    return reports;
  }

  private CaseReport report(Path folder, LocalCases local, Wanted w)
      throws CaseUnusable, IOException {
    List<Case> cases = new ArrayList<>();
    if (w.all()) {
      cases.addAll(CaseFiles.ofPlaybook(folder.resolve(w.playbook())));
    } else {
      for (Path c : w.cases()) {
        cases.add(CaseFiles.read(c));
      }
    }
    CaseReport report =
        local.run(w.playbook(), write ? cases.stream().map(Case::unrecorded).toList() : cases);
    if (write) {
      write(folder.resolve(w.playbook()).resolve("cases"), report);
    }
    show(report);
    return report;
  }

  private void write(Path cases, CaseReport report) throws IOException {
    for (CaseResult c : report.cases()) {
      if (c.verdict() == CaseResult.Verdict.UNRECORDED) {
        Files.writeString(cases.resolve(c.name()).resolve("trace.txt"), c.trace());
      }
    }
  }

  private void show(CaseReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Plain.text(report.playbook()));
    report.findings().forEach(f -> out.println("  refused: " + Plain.text(f.toString())));
    if (report.cases().isEmpty() && report.findings().isEmpty()) {
      out.println("  has no cases: make cases/<name>/alert.json and run this again with --write");
    }
    for (CaseResult c : report.cases()) {
      out.println("  " + word(c) + "  " + Plain.text(c.name()) + " (" + c.millis() + " ms)");
      c.problems().forEach(p -> out.println("          " + Plain.text(p)));
      CaseRunner.difference(c).forEach(l -> out.println("          " + Plain.text(l)));
    }
    if (!report.missed().isEmpty() && !report.cases().isEmpty()) {
      out.println("  passed by no case: " + Plain.text(String.join(", ", report.missed())));
    }
    out.flush();
  }

  private String word(CaseResult c) {
    return switch (c.verdict()) {
      case PASSED -> "passed";
      case FAILED -> "FAILED";
      case UNRECORDED -> write ? "written" : "NO TRACE";
    };
  }

  private int tell(List<CaseReport> reports) {
    long all = reports.stream().mapToLong(r -> r.cases().size()).sum();
    long failed = reports.stream().flatMap(r -> r.cases().stream()).filter(this::isFailure).count();
    long refused = reports.stream().filter(r -> !r.findings().isEmpty()).count();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        all
            + " cases, "
            + failed
            + " failed"
            + (refused > 0 ? ", " + refused + " playbooks refused" : ""));
    out.flush();
    return failed + refused > 0 ? 1 : 0;
  }

  private boolean isFailure(CaseResult c) {
    return c.verdict() == CaseResult.Verdict.FAILED
        || (c.verdict() == CaseResult.Verdict.UNRECORDED && !write);
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("firebreak: " + Plain.text(sentence));
    spec.commandLine().getErr().flush();
  }
}
