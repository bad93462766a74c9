package dev.firebreak.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.firebreak.evidence.Control;
import dev.firebreak.evidence.Regulation;
import dev.firebreak.evidence.Within;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What regulators and frameworks demand, from {@code regulators.yaml} and {@code controls.yaml}
 * beside the tables. A file that is not there demands nothing.
 */
public record Rules(List<Regulation> regulations, List<Control> controls) {
  /** Nobody demands anything. */
  public static final Rules NONE = new Rules(List.of(), List.of());

  private static final YAMLMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * A limit as it is written.
   *
   * @param within ISO 8601
   */
  private record WrittenLimit(String within, String from) {}

  private record WrittenReport(
      String id, String title, String to, String source, List<WrittenLimit> limits) {
    Regulation.Report read() {
      return new Regulation.Report(
          id,
          title,
          to,
          source,
          limits.stream().map(l -> new Regulation.Limit(Within.of(l.within()), l.from())).toList());
    }
  }

  private record Written(String name, String applies, String source, List<WrittenReport> reports) {
    Regulation read() {
      return new Regulation(
          name, applies, source, reports.stream().map(WrittenReport::read).toList());
    }
  }

  static Rules read(Path dir) throws CannotStart {
    Path regulators = dir.resolve("regulators.yaml");
    List<Written> written = list(regulators, new TypeReference<>() {});
    try {
      return new Rules(
          Regulation.checked(written.stream().map(Written::read).toList()),
          list(dir.resolve("controls.yaml"), new TypeReference<List<Control>>() {}));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(regulators + ": " + e.getMessage() + ".", e);
    }
  }

  private static <T> List<T> list(Path file, TypeReference<List<T>> type) throws CannotStart {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return YAML.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw new CannotStart(
          file
              + ", line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new CannotStart(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
