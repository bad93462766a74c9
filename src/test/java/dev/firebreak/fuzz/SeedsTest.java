package dev.firebreak.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.engine.GateTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the fuzzer begins with and what it once found, in every build. */
class SeedsTest {
  private static Stream<DynamicTest> each(
      String target, Consumer<byte[]> whole, Consumer<byte[]> all) throws IOException {
    return Stream.concat(
        Seeds.committed(target).stream().map(f -> test(f, whole)),
        Seeds.ofTheCheckout(target).stream().map(f -> test(f, all)));
  }

  private static DynamicTest test(Path file, Consumer<byte[]> target) {
    return DynamicTest.dynamicTest(
        file.getParent().getFileName() + "/" + file.getFileName(),
        () -> target.accept(Files.readAllBytes(file)));
  }

  @TestFactory
  Stream<DynamicTest> the_gate_answers_with_findings_whatever_it_is_given() throws IOException {
    return each("gate", GateTarget::fuzzerTestOneInput, GateTarget::fuzzerTestOneInput);
  }

  /** A sample of one vendor is a surprise to the parsers of all others. */
  @TestFactory
  Stream<DynamicTest> a_parser_takes_a_message_or_says_what_is_wrong_with_it() throws IOException {
    return each("parsers", ParserTarget::fuzzerTestOneInput, ParserTarget::all);
  }

  @TestFactory
  Stream<DynamicTest> nobody_is_let_in_without_the_secret() throws IOException {
    return Seeds.committed("signatures").stream().map(f -> test(f, SignatureTarget::all));
  }

  @Test
  void every_target_has_seeds() throws IOException {
    for (String target : Fuzzer.TARGETS.keySet()) {
      assertThat(Seeds.committed(target)).as(target).isNotEmpty();
    }
  }
}
