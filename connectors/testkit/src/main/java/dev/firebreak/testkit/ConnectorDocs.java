package dev.firebreak.testkit;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Field;
import dev.firebreak.connector.Settings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/**
 * The generated part of a vendor folder's README.md: between {@code <!-- generated:begin -->} and
 * {@code <!-- generated:end -->}. A folder that holds a connector and an alert source has the
 * source's part between {@code <!-- generated:source:begin -->} and {@code <!--
 * generated:source:end -->}. A test compares; with {@code -Dfirebreak.docs.write=true} it writes.
 */
public final class ConnectorDocs {
  /** Marker of the connector's part. */
  public static final String CONNECTOR = "generated";

  /** Marker of the alert source's part, in a folder that also holds a connector. */
  public static final String SOURCE = "generated:source";

  /** Set to true to have README files written instead of compared. */
  public static final String WRITE = "firebreak.docs.write";

  private ConnectorDocs() {}

  /** README.md of the Maven module whose tests run. */
  public static Path readme() {
    return Path.of(System.getProperty("basedir", "")).resolve("README.md").toAbsolutePath();
  }

  /** Settings and actions of a connector, as Markdown. */
  public static String connectorTables(ConnectorKind<?> kind, Connector connector) {
    return settingsTable(kind.settings()) + "\n" + actionTables(connector);
  }

  /** Settings of an alert source, as Markdown. */
  public static String sourceTables(AlertSourceKind<?> kind) {
    return settingsTable(kind.settings())
        + "\nContent types: "
        + kind.contentTypes().stream().sorted().collect(Collectors.joining("`, `", "`", "`"))
        + ".\n";
  }

  private static String settingsTable(Class<? extends Record> settings) {
    StringBuilder out = new StringBuilder("### Settings\n\n");
    out.append("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
    for (RecordComponent c : settings.getRecordComponents()) {
      String fallback = Descriptions.fallback(c);
      String byDefault =
          !fallback.isEmpty()
              ? "`" + fallback + "`"
              : Descriptions.isOptional(c) || Descriptions.isList(c) ? "none" : "required";
      row(
          out,
          "`" + Settings.key(c) + "`",
          Descriptions.typeName(c.getGenericType()),
          byDefault,
          Descriptions.sentence(c));
    }
    return out.toString();
  }

  private static String actionTables(Connector connector) {
    StringBuilder out = new StringBuilder("### Actions\n\n");
    out.append("| Action | Effect | Reversible | Lifted by | Probe | Inputs | Deadline |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    for (Action<?, ?> a : connector.actions()) {
      row(
          out,
          "`" + a.name() + "`",
          words(a.effect()),
          words(a.reversibility()),
          a.inverse().map(i -> "`" + i.action() + "`").orElse("-"),
          a.probe().isPresent() ? "yes" : "no",
          inputs(a),
          a.deadline().toSeconds() + " s");
    }
    for (Action<?, ?> a : connector.actions()) {
      out.append("\n**`").append(a.name()).append("`** ").append(a.description()).append("\n");
      a.fields().forEach(f -> input(out, f));
      out.append(a.fields().isEmpty() ? "" : "\n");
    }
    return out.toString();
  }

  private static void input(StringBuilder out, Field f) {
    out.append("\n- `")
        .append(f.name())
        .append("` (")
        .append(f.type())
        .append(f.required() || f.list() ? "" : ", optional")
        .append("): ")
        .append(f.description());
  }

  private static String inputs(Action<?, ?> a) {
    String names =
        a.fields().stream()
            .map(f -> "`" + f.name() + (f.required() || f.list() ? "" : "?") + "`")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private static void row(StringBuilder out, String... cells) {
    out.append(
        Arrays.stream(cells)
            .map(c -> c.replace("|", "\\|").replace("\n", " "))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Compares a README's generated part with what it should be, or writes it; see {@link #WRITE}.
   *
   * @throws AssertionError when they differ, saying how to have it written
   */
  public static void check(Path readme, String marker, String expected) throws IOException {
    String begin = "<!-- " + marker + ":begin -->\n";
    String end = "<!-- " + marker + ":end -->";
    String text = Files.exists(readme) ? Files.readString(readme) : "";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    boolean marked = from >= 0 && to >= from + begin.length();
    if (Boolean.getBoolean(WRITE)) {
      String head = marked ? text.substring(0, from) : text + (text.isEmpty() ? "" : "\n");
      String tail = marked ? text.substring(to + end.length()) : "\n";
      Files.writeString(readme, head + begin + "\n" + expected + "\n" + end + tail);
      return;
    }
    String hint = "run this test with -D" + WRITE + "=true, and read what it wrote";
    Assertions.assertThat(marked)
        .as("%s must have the lines '%s' and '%s'; %s", readme, begin.strip(), end, hint)
        .isTrue();
    Assertions.assertThat(text.substring(from + begin.length(), to).strip())
        .as("the generated part of %s is not current; %s", readme, hint)
        .isEqualTo(expected.strip());
  }
}
