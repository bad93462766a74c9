package dev.firebreak.cases;

/** A case that cannot be played as it is written: one sentence for its author. */
public final class CaseUnusable extends Exception {
  private static final long serialVersionUID = 1L;

  public CaseUnusable(String sentence) {
    super(sentence);
  }

  CaseUnusable(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
