package dev.firebreak.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.action.Connectors;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * The connectors that are described in files, {@code connectors.d/<name>.yaml} of the home folder:
 * opened at the start, and again when a file changes. A file that cannot be used at the start stops
 * it; one that cannot be used later leaves what was there in force. Used by one thread at a time.
 */
final class DeclaredConnectors {
  private static final Logger LOG = Logger.getLogger(DeclaredConnectors.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int AT_ONCE = 16;

  private final Path folder;
  private final ConnectorLoader loader;
  private final Set<String> taken;
  private final Map<Path, String> seen = new HashMap<>();

  /**
   * @param taken names of connectors that are configured elsewhere, which no file may take
   */
  DeclaredConnectors(Path folder, ConnectorLoader loader, Set<String> taken) {
    this.folder = folder;
    this.loader = loader;
    this.taken = Set.copyOf(taken);
  }

  /** All of them. */
  List<ConnectorInstance> open() throws CannotStart {
    List<ConnectorInstance> all = new ArrayList<>();
    for (Map.Entry<Path, String> file : files().entrySet()) {
      try {
        all.add(open(file.getKey(), file.getValue()));
        seen.put(file.getKey(), file.getValue());
      } catch (IllegalArgumentException e) {
        throw new CannotStart(file.getKey() + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  /**
   * Takes up files that changed since the last look.
   *
   * @return whether a connector was added or replaced
   */
  boolean refresh(Connectors connectors) {
    boolean any = false;
    for (Map.Entry<Path, String> file : files().entrySet()) {
      if (!file.getValue().equals(seen.put(file.getKey(), file.getValue()))) {
        any |= replace(connectors, file.getKey(), file.getValue());
      }
    }
    return any;
  }

  private boolean replace(Connectors connectors, Path file, String text) {
    try {
      connectors.put(open(file, text));
      LOG.infof("connector %s is taken anew from %s", name(file), file);
      return true;
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "%s changed and cannot be used, so what it said before stays: %s", file, e.getMessage());
      return false;
    }
  }

  private ConnectorInstance open(Path file, String text) {
    if (taken.contains(name(file))) {
      throw new IllegalArgumentException(
          "firebreak.connectors."
              + name(file)
              + " is configured already; give the file another name");
    }
    JsonNode head = head(text);
    return loader.open(
        name(file),
        head.path("kind").asText("http"),
        Map.of("file", file.toString()),
        Map.of(),
        StreamSupport.stream(head.path("private-hosts").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        head.path("max-concurrent").asInt(AT_ONCE));
  }

  private static JsonNode head(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not YAML: line "
              + e.getLocation().getLineNr()
              + ": "
              + VendorHttp.oneLine(e.getOriginalMessage()),
          e);
    }
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the file's name is the connector's: lower-case words with hyphens, for example acme.yaml");
    }
    return name;
  }

  /** Names and contents, in order. */
  private Map<Path, String> files() {
    Map<Path, String> all = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> found = Files.list(folder)) {
      found
          .filter(f -> f.toString().endsWith(".yaml"))
          .forEach(f -> text(f).ifPresent(t -> all.put(f, t)));
    } catch (IOException e) {
      LOG.warnf("%s cannot be read: %s", folder, e.getMessage());
    }
    return all;
  }

  /**
   * Bytes that are not UTF-8 become characters that YAML or a reader of the log will stumble on.
   */
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warnf("%s cannot be read: %s", file, e.getMessage());
      return Optional.empty();
    }
  }
}
