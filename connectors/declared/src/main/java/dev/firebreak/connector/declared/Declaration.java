package dev.firebreak.connector.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file. */
final class Declaration {
  private static final int MOST_BYTES = 256 * 1024;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Declaration() {}

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
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }
}
