package dev.firebreak.alert.kafka;

import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.connector.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process that reads a topic and falls when it has stored a record, before it can say so. */
final class FallingNode {
  private FallingNode() {}

  /** Arguments: bootstrap server, topic, group, file to note the record's id in. */
  public static void main(String[] args) throws InterruptedException {
    KafkaSettings settings =
        Settings.bind(
            "source 'x'",
            KafkaSettings.class,
            Map.of(
                "bootstrap-servers", args[0],
                "topic", args[1],
                "group-id", args[2],
                "security-protocol", "PLAINTEXT"));
    new KafkaKind()
        .open(settings)
        .feed()
        .orElseThrow()
        .start(
            (message, id) -> {
              note(Path.of(args[3]), id.orElseThrow());
              Runtime.getRuntime().halt(9);
              return Receipt.STORED;
            });
    new CountDownLatch(1).await();
  }

  private static void note(Path file, String id) {
    try {
      Files.writeString(file, id, StandardOpenOption.CREATE, StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
