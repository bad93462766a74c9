package dev.firebreak.playbook;

import java.util.List;
import java.util.Optional;

/** Something with a playbook that is not done; the message tells the caller why. */
public final class NotDone extends RuntimeException {
  /** What kind of no it is. */
  public enum Kind {
    MALFORMED,
    FORBIDDEN,
    UNKNOWN,
    CONFLICT,
    /** Its cases fail; a releaser can say why it is released all the same. */
    CASES,
    /** Somebody has saved in between. */
    STALE,
    /** The file has problems. */
    PROBLEMS
  }

  private final Kind kind;
  private final transient List<Problem> problems;
  private final transient Optional<Draft> newer;

  private NotDone(Kind kind, String message, List<Problem> problems, Optional<Draft> newer) {
    super(message);
    this.kind = kind;
    this.problems = List.copyOf(problems);
    this.newer = newer;
  }

  static NotDone malformed(String message) {
    return new NotDone(Kind.MALFORMED, message, List.of(), Optional.empty());
  }

  static NotDone forbidden(String message) {
    return new NotDone(Kind.FORBIDDEN, message, List.of(), Optional.empty());
  }

  static NotDone unknown(String message) {
    return new NotDone(Kind.UNKNOWN, message, List.of(), Optional.empty());
  }

  static NotDone conflict(String message) {
    return new NotDone(Kind.CONFLICT, message, List.of(), Optional.empty());
  }

  static NotDone casesFail(String name, List<String> failures) {
    return new NotDone(
        Kind.CASES,
        "the cases of '"
            + name
            + "' fail: "
            + String.join("; ", failures)
            + ". Have them mended, or say why it is released all the same (despite)",
        List.of(),
        Optional.empty());
  }

  /** Nothing is released from here. */
  public static NotDone folderLeads(Version v) {
    return conflict(
        "the folder of playbooks leads here (firebreak.playbook-source.lead): put "
            + v
            + " there, and it is in force");
  }

  /** There are two tables. */
  public static NotDone notATable(String name) {
    return malformed("the tables are triage.dmn and policy.dmn; there is no table '" + name + "'");
  }

  static NotDone stale(String message, Optional<Draft> newer) {
    return new NotDone(Kind.STALE, message, List.of(), newer);
  }

  static NotDone problems(String name, List<Problem> problems) {
    long errors = problems.stream().filter(Problem::isError).count();
    return new NotDone(
        Kind.PROBLEMS,
        "'"
            + name
            + "' has "
            + (errors == 1 ? "a problem" : errors + " problems")
            + " and cannot be put in force: "
            + problems.stream()
                .filter(Problem::isError)
                .findFirst()
                .map(Problem::toString)
                .orElse(""),
        problems,
        Optional.empty());
  }

  public Kind kind() {
    return kind;
  }

  /** What is wrong with the file. */
  public List<Problem> problems() {
    return problems;
  }

  /** The draft as somebody has saved it in between. */
  public Optional<Draft> newer() {
    return newer;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
