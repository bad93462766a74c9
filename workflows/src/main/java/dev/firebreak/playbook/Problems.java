package dev.firebreak.playbook;

import dev.firebreak.connector.Field;
import dev.firebreak.engine.Decisions;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.PlaybookLint;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is wrong with a file: the same answer while it is drawn, when it is handed in, when it comes
 * from a folder or from git, and when it is put in force. Safe for all threads.
 */
public final class Problems {
  private final PlaybookEngine engine;
  private final Decisions decisions;
  private final PlaybookLint lint;

  /**
   * @param inputs what an action takes, by topic; empty where no connector offers it
   */
  public Problems(
      PlaybookEngine engine, Decisions decisions, Function<String, Optional<List<Field>>> inputs) {
    this.engine = engine;
    this.decisions = decisions;
    this.lint = new PlaybookLint(inputs);
  }

  /**
   * Every problem of a file, errors first. Not inside of a transaction that has deployed something.
   */
  public List<Problem> of(String name, byte[] content) {
    List<Problem> all = new ArrayList<>();
    errors(name, content).forEach(f -> all.add(Problem.error(f)));
    if (all.isEmpty() && Kind.of(name) == Kind.BPMN) {
      PlaybookLint.Lint found = lint.of(content);
      found.errors().forEach(f -> all.add(Problem.error(f)));
      found.warnings().forEach(f -> all.add(Problem.warning(f)));
    }
    return List.copyOf(all);
  }

  private List<Finding> errors(String name, byte[] content) {
    if (Kind.of(name) == Kind.BPMN) {
      return engine.check(name, content);
    }
    try {
      decisions.read(name, content);
      return List.of();
    } catch (PlaybookRefused refused) {
      return refused.findings();
    }
  }

  /**
   * @throws NotDone with the problems, where one is an error
   */
  void demandNone(String name, byte[] content) {
    List<Problem> found = of(name, content);
    if (found.stream().anyMatch(Problem::isError)) {
      throw NotDone.problems(name, found);
    }
  }
}
