package dev.firebreak.dispatch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged, with its stack traces, as an operator would find it in the log. */
final class LogLines extends Handler {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  static LogLines start() {
    LogLines log = new LogLines();
    Logger.getLogger("").addHandler(log);
    return log;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    StringWriter line = new StringWriter();
    line.append(record.getMessage()).append(' ');
    line.append(new SimpleFormatter().formatMessage(record));
    if (record.getParameters() != null) {
      line.append(java.util.Arrays.toString(record.getParameters()));
    }
    if (record.getThrown() != null) {
      record.getThrown().printStackTrace(new PrintWriter(line));
    }
    lines.add(line.toString());
  }

  @Override
  public void flush() {
    // Every line is there at once.
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
