package dev.firebreak.connector.jira;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plain text as an Atlassian document: a paragraph for each line, no marks, no links. See
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 *
 * @param version always 1
 * @param type always {@code doc}
 * @param content the lines
 */
record Adf(int version, String type, List<Paragraph> content) {
  private static final int LONGEST = 30_000;
  private static final int MOST_LINES = 1_000;

  /** One line; without content where the line is empty, as a text node must not be empty. */
  record Paragraph(String type, List<Text> content) {}

  /** A run of characters, at least one. */
  record Text(String type, String text) {}

  /**
   * Jira refuses over 32,767 characters, so the text is cut at 30,000 characters or 1,000 lines,
   * with a note in the last paragraph. Several empty lines in a row become one.
   */
  static Adf of(String text, String... more) {
    String all = PlainText.lines(text).strip().replaceAll("\n\\s*\n", "\n\n");
    List<String> kept = PlainText.cut(all, LONGEST).lines().limit(MOST_LINES).toList();
    boolean whole = all.length() <= LONGEST && all.lines().count() <= MOST_LINES;
    Stream<String> note =
        whole
            ? Stream.of()
            : Stream.of("[Cut by Firebreak: the text had " + all.length() + " characters.]");
    return new Adf(
        1,
        "doc",
        Stream.of(kept.stream(), note, Arrays.stream(more))
            .flatMap(s -> s)
            .map(Adf::paragraph)
            .toList());
  }

  private static Paragraph paragraph(String line) {
    return new Paragraph("paragraph", line.isBlank() ? List.of() : List.of(new Text("text", line)));
  }
}
