package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Rows under headings, as wide as needed. */
final class Table {
  private static final int WIDEST_CELL = 60;

  private record Column(String heading, Function<JsonNode, String> cell) {}

  private final List<Column> columns = new ArrayList<>();
  private int widest = WIDEST_CELL;

  /** A column of text from a field. */
  Table text(String heading, String field) {
    return column(heading, row -> Plain.field(row, field));
  }

  /** A column of shortened ids. */
  Table id(String heading, String field) {
    return column(heading, row -> Plain.id(row, field));
  }

  /** A column of times. */
  Table time(String heading, String field) {
    return column(heading, row -> Plain.time(Plain.field(row, field)));
  }

  Table column(String heading, Function<JsonNode, String> cell) {
    columns.add(new Column(heading, cell));
    return this;
  }

  /** Cells are not cut short. */
  Table wide() {
    widest = Integer.MAX_VALUE;
    return this;
  }

  /** A column for every field that any row has, in the rows' order. */
  static Table of(Collection<JsonNode> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> row.fieldNames().forEachRemaining(names::add));
    Table table = new Table();
    for (String name : names) {
      String heading = name.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
      table.column(heading, row -> Plain.time(Plain.field(row, name)));
    }
    return table;
  }

  /** The rows as text, each line indented; a sentence where there are none. */
  String render(Collection<JsonNode> rows, String indent, String whenEmpty) {
    if (rows.isEmpty()) {
      return indent + whenEmpty;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::heading).toList());
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(c -> shorten(c.cell().apply(row))).toList());
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(indent);
      for (int c = 0; c < columns.size(); c++) {
        text.append(pad(line.get(c), width(lines, c) + 2));
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.toString().stripTrailing();
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String shorten(String text) {
    return text.length() > widest ? text.substring(0, widest - 3) + "..." : text;
  }
}
