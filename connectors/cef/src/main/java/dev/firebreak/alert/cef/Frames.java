package dev.firebreak.alert.cef;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes syslog messages out of a stream: with their length before them (octet counting, RFC 5425
 * section 4.3), or ended by a line feed (RFC 6587 section 3.4.2), told apart message by message.
 * Holds little more than one message of the greatest length. Used by one thread.
 */
final class Frames {
  /**
   * One message.
   *
   * @param bytes without what framed it
   * @param truncated whether bytes are missing at its end
   */
  record Frame(byte[] bytes, boolean truncated) {}

  private static final int SPARE = 8_192;
  private static final int MOST_DIGITS = 9;
  private static final int LONGEST_COUNT = 16 * 1024 * 1024;

  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[SPARE];
  private int from;
  private int to;
  private int scanned;
  private int skipBytes;
  private boolean skipLine;

  /**
   * @param longest bytes of a message that are kept
   */
  Frames(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next whole message among the bytes read so far; reads nothing.
   *
   * @throws IOException when the stream cannot be followed any more
   */
  Optional<Frame> buffered() throws IOException {
    while (skipped() && from < to) {
      int digits = countDigits();
      Optional<Frame> frame;
      if (digits == UNDECIDED) {
        return Optional.empty();
      } else if (digits > 0) {
        frame = counted(digits);
      } else {
        frame = line();
      }
      if (frame.isEmpty() || !isBlank(frame.get())) {
        return frame;
      }
    }
    return Optional.empty();
  }

  /** Reads what is there, at least one byte; false at the end of the stream. */
  boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      scanned = Math.max(0, scanned - from);
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, longest + SPARE));
    }
    int n = in.read(buffer, to, buffer.length - to);
    to += Math.max(n, 0);
    return n >= 0;
  }

  /**
   * What is left when the stream has ended, after {@link #buffered} gave nothing more.
   *
   * @param properly whether the sender ended it
   */
  Optional<Frame> rest(boolean properly) throws IOException {
    if (!skipped() || from == to) {
      return Optional.empty();
    }
    int digits = countDigits();
    boolean counted = digits > 0;
    Frame frame = cut(counted ? from + digits + 1 : from, to, counted || !properly);
    from = to;
    return isBlank(frame) ? Optional.empty() : Optional.of(frame);
  }

  /** Passes over what is left of a message that was too long; false when more of it has to come. */
  private boolean skipped() {
    int passed = Math.min(skipBytes, to - from);
    from += passed;
    skipBytes -= passed;
    if (skipBytes == 0 && skipLine) {
      int end = lineFeed();
      from = end < 0 ? to : end + 1;
      skipLine = end < 0;
    }
    while (skipBytes == 0 && !skipLine && from < to && isSeparator(buffer[from])) {
      from++;
    }
    scanned = Math.max(scanned, from);
    return skipBytes == 0 && !skipLine;
  }

  private static final int UNDECIDED = -1;

  /**
   * How many digits count the bytes of the next message; 0 where a line comes, and UNDECIDED where
   * more bytes must tell. A line may begin with digits too, but not with a number, a blank and what
   * begins a message.
   */
  private int countDigits() throws IOException {
    int at = from;
    while (at < to && at - from < MOST_DIGITS && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    int digits = at - from;
    if (digits == 0 || buffer[from] == '0') {
      return 0;
    }
    if (at + 1 >= to) {
      return at == to || buffer[at] == ' ' ? UNDECIDED : 0;
    }
    boolean begins = buffer[at + 1] == '<' || buffer[at + 1] == 'C';
    return buffer[at] == ' ' && begins ? digits : 0;
  }

  private Optional<Frame> counted(int digits) throws IOException {
    int length = 0;
    for (int i = from; i < from + digits; i++) {
      length = 10 * length + buffer[i] - '0';
    }
    if (length > LONGEST_COUNT) {
      throw new IOException("a message of " + length + " bytes was announced");
    }
    int start = from + digits + 1;
    int kept = Math.min(length, longest);
    if (to - start < kept) {
      return Optional.empty();
    }
    Frame frame = cut(start, start + kept, kept < length);
    skipBytes = length - kept;
    from = start + kept;
    scanned = from;
    return Optional.of(frame);
  }

  private Optional<Frame> line() {
    int end = lineFeed();
    boolean tooLong = (end < 0 ? to : end) - from > longest;
    if (end < 0 && !tooLong) {
      return Optional.empty();
    }
    Frame frame = cut(from, tooLong ? from + longest : end, tooLong);
    from = end < 0 ? from + longest : end + 1;
    skipLine = end < 0;
    scanned = Math.max(scanned, from);
    return Optional.of(frame);
  }

  /** The next line feed; what was looked through is not looked through again. */
  private int lineFeed() {
    for (int i = Math.max(from, scanned); i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    scanned = to;
    return -1;
  }

  private Frame cut(int start, int end, boolean truncated) {
    int last = end;
    while (last > start && isSeparator(buffer[last - 1])) {
      last--;
    }
    return new Frame(Arrays.copyOfRange(buffer, Math.min(start, last), last), truncated);
  }

  private static boolean isSeparator(byte b) {
    return b == '\n' || b == '\r' || b == 0;
  }

  private static boolean isBlank(Frame frame) {
    for (byte b : frame.bytes()) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
