package dev.firebreak.evidence;

import java.util.List;

/**
 * Writes a page that is both HTML and well-formed XML. All text is taken for hostile: it becomes
 * text and nothing else, and characters that XML forbids, or that turn the direction of text round,
 * become U+FFFD.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** The markup of a cell, a badge, or a line: made here, so that nothing else counts as markup. */
  record Markup(String text) {}

  static Markup plain(Object text) {
    return new Markup(escaped(String.valueOf(text)));
  }

  /** A time, on one line. */
  static Markup time(String text) {
    return new Markup("<span class=\"time\">" + escaped(text) + "</span>");
  }

  static Markup code(Object text) {
    return new Markup("<code>" + escaped(String.valueOf(text)) + "</code>");
  }

  /**
   * @param tone a class of the style sheet: good, alarm, warn or idle
   */
  static Markup badge(String tone, Object text) {
    return new Markup("<span class=\"badge " + tone + "\">" + escaped("" + text) + "</span>");
  }

  static Markup beside(List<Markup> parts) {
    return new Markup(String.join(" ", parts.stream().map(Markup::text).toList()));
  }

  static Markup lines(List<Markup> lines) {
    return new Markup(String.join("<br/>", lines.stream().map(Markup::text).toList()));
  }

  /** With small print below, where there is any. */
  static Markup note(Markup above, String below) {
    return below.isBlank()
        ? above
        : new Markup(above.text() + "<div class=\"note\">" + escaped(below) + "</div>");
  }

  Html heading(int level, String text) {
    String tag = "h" + level;
    out.append('<').append(tag).append('>').append(escaped(text));
    out.append("</").append(tag).append(">\n");
    return this;
  }

  Html paragraph(String style, Markup content) {
    out.append("<p class=\"").append(style).append("\">").append(content.text()).append("</p>\n");
    return this;
  }

  /**
   * @param style a class of the style sheet, which sets the columns' widths
   * @param empty said in its place when there are no rows
   */
  Html table(String style, List<String> head, List<List<Markup>> rows, String empty) {
    if (rows.isEmpty()) {
      return paragraph("none", plain(empty));
    }
    out.append("<table class=\"").append(style).append("\"><thead><tr>");
    head.forEach(h -> out.append("<th>").append(escaped(h)).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    for (List<Markup> row : rows) {
      out.append("<tr>");
      row.forEach(cell -> out.append("<td>").append(cell.text()).append("</td>"));
      out.append("</tr>\n");
    }
    out.append("</tbody></table>\n");
    return this;
  }

  /** The whole page around what was written. */
  String page(String title, String style) {
    return """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
    <head>
    <meta charset="UTF-8"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(escaped(title), style, out);
  }

  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      default -> safe.appendCodePoint(isSafe(c) ? c : 0xFFFD);
    }
  }

  private static boolean isSafe(int c) {
    if (c < ' ') {
      return c == '\n' || c == '\t';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> c != 0xFFFE && c != 0xFFFF;
    };
  }
}
