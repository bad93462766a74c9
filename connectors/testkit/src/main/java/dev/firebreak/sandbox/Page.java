package dev.firebreak.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Lines of at most 100 columns in four: time, money, what, text. Text that came from outside loses
 * its control characters here, so that an alert cannot write on the terminal.
 */
final class Page {
  static final int WIDTH = 100;
  private static final int WHAT = 10;
  private static final int INDENT = 2 + 8 + 1 + 11 + 2 + WHAT + 1;

  private final Consumer<String> out;
  private final Paint paint;

  Page(Consumer<String> out, Paint paint) {
    this.out = out;
    this.paint = paint;
  }

  Paint paint() {
    return paint;
  }

  /** One entry; the text wraps under itself. */
  void entry(String time, String money, String what, String colouredWhat, String text) {
    String pad = " ".repeat(Math.max(0, WHAT - what.length()));
    String head = String.format(Locale.ROOT, "  %8s %11s  ", time, money);
    List<String> lines = wrap(clean(text), WIDTH - INDENT);
    out.accept(head + colouredWhat + pad + " " + lines.get(0));
    lines.stream().skip(1).forEach(l -> out.accept(" ".repeat(INDENT) + l));
  }

  /** More about the entry before. */
  void more(String text) {
    for (String l : wrap(clean(text), WIDTH - INDENT)) {
      out.accept(" ".repeat(INDENT) + paint.dim(l));
    }
  }

  /** A line of its own that is never broken, for commands to copy. */
  void command(String text) {
    out.accept("");
    out.accept("      " + paint.bold(clean(text)));
    out.accept("");
  }

  /** A paragraph across the page. */
  void paragraph(String text) {
    for (String l : wrap(clean(text), WIDTH - 2)) {
      out.accept("  " + l);
    }
  }

  void heading(String text) {
    out.accept("");
    out.accept("  " + paint.bold(clean(text)));
  }

  void blank() {
    out.accept("");
  }

  /** A line as it is; the caller has cleaned it. */
  void raw(String line) {
    out.accept(line);
  }

  static String clean(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  /** Breaks at spaces; a longer word is cut. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      String rest = word;
      while (rest.length() > width) {
        if (line.length() > 0) {
          lines.add(line.toString());
          line.setLength(0);
        }
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }
}
