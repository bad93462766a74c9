package dev.firebreak.cases;

/** A play that came to no end: what happened instead, with the story so far. */
final class CaseAborted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CaseAborted(String sentence) {
    super(sentence);
  }

  CaseAborted(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
