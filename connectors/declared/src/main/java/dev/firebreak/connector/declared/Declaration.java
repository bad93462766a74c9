package dev.firebreak.connector.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file. */
final class Declaration {
  private static final int MOST_BYTES = 256 * 1024;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int MOST_AT_ONCE = 1_000;

  private Declaration() {}

  /** What the server itself reads of a file, whatever its kind. */
  static void checkForServer(Place root) {
    root.maybe("max-concurrent")
        .filter(m -> m.number() < 1 || m.number() > MOST_AT_ONCE)
        .ifPresent(
            m -> {
              throw m.fault("must be 1 to " + MOST_AT_ONCE);
            });
    root.maybe("private-hosts").ifPresent(Declaration::checkHosts);
  }

  private static void checkHosts(Place hosts) {
    if (!hosts.node().isArray()) {
      throw hosts.fault("must be a list, for example [10.0.0.0/8]");
    }
    hosts.items().forEach(Place::text);
  }

  /**
   * The whole file.
   *
   * @throws IllegalArgumentException a sentence, with the line where there is one
   */
  static Place read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException("the file is over " + MOST_BYTES + " bytes");
      }
      JsonNode root = YAML.readTree(Files.readString(file, StandardCharsets.UTF_8));
      return new Place(root == null ? NullNode.getInstance() : root, "").object();
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new IllegalArgumentException(
          "not YAML: " + line + VendorHttp.oneLine(e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the file is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }
}
