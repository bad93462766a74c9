package dev.firebreak.app.http;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that somebody has closed the window in which he read events. Quarkus calls
 * that an error, with a stack trace for each reader; then it resets the response whose connection
 * is gone, upon which Vert.x hands Netty a buffer it has released already. Nothing was lost:
 * whoever comes back goes on at the last event he has seen.
 */
@LoggingFilter(name = "gone-readers")
public final class GoneReaders implements Filter {
  private static final String EVENTS =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";
  private static final String CHANNELS = "io.netty.channel.AbstractChannelHandlerContext";
  private static final String RELEASED = "io.netty.util.IllegalReferenceCountException";

  @Override
  public boolean isLoggable(LogRecord record) {
    Optional<Throwable> thrown = Optional.ofNullable(record.getThrown());
    boolean gone = isOf(record, EVENTS) && thrown.filter(IOException.class::isInstance).isPresent();
    boolean again =
        isOf(record, CHANNELS)
            && thrown.filter(t -> t.getClass().getName().equals(RELEASED)).isPresent();
    return !gone && !again;
  }

  private static boolean isOf(LogRecord record, String logger) {
    return logger.equals(record.getLoggerName());
  }
}
