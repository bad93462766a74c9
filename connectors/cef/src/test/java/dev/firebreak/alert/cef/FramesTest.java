package dev.firebreak.alert.cef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FramesTest {
  private static final int LONGEST = 40;

  /** The messages of a stream that arrives in pieces of one size; a cut one ends in an ellipsis. */
  private static List<String> messages(String stream, int piece, boolean properly)
      throws IOException {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    List<InputStream> pieces = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += piece) {
      pieces.add(new ByteArrayInputStream(bytes, i, Math.min(piece, bytes.length - i)));
    }
    Frames frames = new Frames(new SequenceInputStream(Collections.enumeration(pieces)), LONGEST);
    List<String> all = new ArrayList<>();
    boolean more = true;
    while (more) {
      add(all, frames);
      more = frames.fill();
    }
    add(all, frames);
    frames.rest(properly).ifPresent(f -> all.add(shown(f)));
    return all;
  }

  private static void add(List<String> all, Frames frames) throws IOException {
    Optional<Frames.Frame> frame = frames.buffered();
    while (frame.isPresent()) {
      all.add(shown(frame.get()));
      frame = frames.buffered();
    }
  }

  private static String shown(Frames.Frame frame) {
    return new String(frame.bytes(), StandardCharsets.UTF_8) + (frame.truncated() ? "..." : "");
  }

  @TestFactory
  Stream<DynamicTest> bothFramingsAreReadHoweverTheBytesArrive() {
    Map<String, List<String>> streams = new LinkedHashMap<>();
    streams.put("<1>one\n<1>two\r\n", List.of("<1>one", "<1>two"));
    streams.put("6 <1>one7 <1>two!", List.of("<1>one", "<1>two!"));
    streams.put("6 <1>one\n<1>two\n8 <1>th\nee", List.of("<1>one", "<1>two", "<1>th\nee"));
    streams.put("CEF:0|a\n5 CEF:0CEF:1\n", List.of("CEF:0|a", "CEF:0", "CEF:1"));
    streams.put("2026-01-15T10:00:00Z CEF:0\n", List.of("2026-01-15T10:00:00Z CEF:0"));
    streams.put("15 Jan CEF:0\n", List.of("15 Jan CEF:0"));
    streams.put("0 <1>x\n", List.of("0 <1>x"));
    streams.put("1234567890 <1>x\n", List.of("1234567890 <1>x"));
    streams.put("\n\r\n\0\n  \n<1>a\n\n", List.of("<1>a"));
    streams.put("<1>last without an end", List.of("<1>last without an end"));
    streams.put("99 <1>cut", List.of("<1>cut..."));
    streams.put("12", List.of("12"));
    streams.put(
        "<1>" + "x".repeat(60) + "\n<1>b\n", List.of("<1>" + "x".repeat(37) + "...", "<1>b"));
    streams.put(
        "63 <1>" + "x".repeat(60) + "6 <1>b\n\n", List.of("<1>" + "x".repeat(37) + "...", "<1>b"));
    streams.put("<1>" + "x".repeat(60), List.of("<1>" + "x".repeat(37) + "..."));
    streams.put("<1>" + "x".repeat(37) + "\n", List.of("<1>" + "x".repeat(37)));
    streams.put("40 <1>" + "x".repeat(37) + "<1>b\n", List.of("<1>" + "x".repeat(37), "<1>b"));
    streams.put("", List.of());
    return streams.entrySet().stream()
        .flatMap(
            e ->
                Stream.of(1, 2, 3, 7, 1_000)
                    .map(
                        piece ->
                            DynamicTest.dynamicTest(
                                "'" + e.getKey().replaceAll("\\p{Cntrl}", "~") + "' by " + piece,
                                () ->
                                    assertThat(messages(e.getKey(), piece, true))
                                        .isEqualTo(e.getValue()))));
  }

  @Test
  void whatABrokenConnectionLeftOfALineIsTruncated() throws IOException {
    assertThat(messages("<1>one\n<1>tw", 1_000, false)).containsExactly("<1>one", "<1>tw...");
  }

  @Test
  void anAbsurdLengthEndsTheStream() {
    assertThatThrownBy(() -> messages("999999999 <1>x", 1_000, true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("999999999");
  }

  @Test
  void manyMessagesThroughASmallBufferAllArrive() throws IOException {
    StringBuilder stream = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String message = "<1>message " + i;
      expected.add(message);
      stream.append(i % 2 == 0 ? message + "\n" : message.length() + " " + message);
    }

    assertThat(messages(stream.toString(), 1_013, true)).isEqualTo(expected);
  }
}
