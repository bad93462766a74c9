package dev.firebreak.fuzz;

import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a fuzzer begins with: the committed seeds of a target, which include what once was a fault,
 * and the files of the checkout that are of its kind.
 */
final class Seeds {
  private static final Path COMMITTED = Firebreak.ROOT.resolve("src/test/resources/fuzz");

  private Seeds() {}

  /** The committed ones of a target. */
  static List<Path> committed(String target) throws IOException {
    return files(COMMITTED.resolve(target), "");
  }

  /** Playbooks for the gate, the connectors' samples for the parsers. */
  static List<Path> ofTheCheckout(String target) throws IOException {
    return switch (target) {
      case "gate" -> files(Firebreak.ROOT.resolve("playbooks"), ".bpmn");
      case "parsers" -> samples();
      default -> List.of();
    };
  }

  private static List<Path> samples() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> vendors = Files.list(Firebreak.ROOT.resolve("connectors"))) {
      for (Path vendor : vendors.sorted().toList()) {
        all.addAll(files(vendor.resolve("src/test/resources/samples"), ".json"));
      }
    }
    return all;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> f.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }

  /** Puts all of a target into one folder. */
  static void write(String target, Path folder) throws IOException {
    int n = 0;
    for (Path seed : committed(target)) {
      Files.write(folder.resolve("seed-" + n++), Files.readAllBytes(seed));
    }
    for (Path file : ofTheCheckout(target)) {
      byte[] body = Files.readAllBytes(file);
      // The parsers' first byte says whose message it is: once for each of some.
      for (int which = 0; which < (target.equals("parsers") ? 24 : 1); which++) {
        byte[] seed = new byte[body.length + (target.equals("parsers") ? 1 : 0)];
        seed[0] = (byte) which;
        System.arraycopy(body, 0, seed, seed.length - body.length, body.length);
        Files.write(folder.resolve("file-" + n++), seed);
      }
    }
  }
}
