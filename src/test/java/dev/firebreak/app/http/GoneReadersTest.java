package dev.firebreak.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept out of the log because a reader of events has gone, and nothing else. */
class GoneReadersTest {
  private static final String EVENTS =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";
  private static final String CHANNELS = "io.netty.channel.AbstractChannelHandlerContext";

  private static LogRecord record(String logger, Throwable thrown) {
    LogRecord record = new LogRecord(Level.SEVERE, "it failed");
    record.setLoggerName(logger);
    record.setThrown(thrown);
    return record;
  }

  static Stream<Arguments> gone() {
    return Stream.of(
        Arguments.of(EVENTS, new IOException("Broken pipe")),
        Arguments.of(EVENTS, new ClosedChannelException()),
        Arguments.of(CHANNELS, new IllegalReferenceCountException(0, 1)));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(EVENTS, new IllegalStateException("the trail cannot be read")),
        Arguments.of(CHANNELS, new IOException("Broken pipe")),
        Arguments.of("io.netty.util.ResourceLeakDetector", new IllegalReferenceCountException(0)),
        Arguments.of("dev.firebreak.intake.Intake", new IOException("No space left on device")));
  }

  @ParameterizedTest
  @MethodSource("gone")
  void a_reader_who_has_gone_is_not_told(String logger, Throwable thrown) {
    assertThat(new GoneReaders().isLoggable(record(logger, thrown))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatever_else_fails_is_told(String logger, Throwable thrown) {
    assertThat(new GoneReaders().isLoggable(record(logger, thrown))).isTrue();
  }

  @Test
  void what_threw_nothing_is_told() {
    LogRecord record = new LogRecord(Level.SEVERE, "a promise failed");
    record.setLoggerName(CHANNELS);

    assertThat(new GoneReaders().isLoggable(record)).isTrue();
  }
}
