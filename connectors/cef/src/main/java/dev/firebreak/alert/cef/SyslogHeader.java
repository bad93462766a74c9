package dev.firebreak.alert.cef;

import dev.firebreak.alert.JsonBody;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the CEF of a line: headers of RFC 5424 or RFC 3164, one for each relay it
 * passed, a tag, or nothing; and nothing else. A log line of another program that only quotes CEF,
 * for example as the name of a user who could not log in, must not become an event. The old form's
 * time has no zone and often no year, and is not used.
 *
 * @param host who made the event, by its own word
 * @param time when, by its own clock
 */
record SyslogHeader(Optional<String> host, Optional<Instant> time) {
  /** Keeps the patterns below from having to do much. */
  private static final int LONGEST = 2_048;

  private static final int MOST_RELAYS = 4;
  private static final String PRIORITY = "(?:<\\d{1,3}>)? ?";
  private static final String STRUCTURED_DATA = "(?:-|(?:\\[(?:[^\\]\\\\]++|\\\\.)*+\\])++)";

  private static final Pattern NEW =
      Pattern.compile(
          "<\\d{1,3}>1 (\\S{1,64}) (\\S{1,255}) \\S{1,48} \\S{1,128} \\S{1,32} "
              + STRUCTURED_DATA
              + " ?\uFEFF?");
  private static final Pattern ISO =
      Pattern.compile(PRIORITY + "(\\d{4}-\\d\\d-\\d\\dT\\S{1,40}) (\\S{1,255}) ");
  private static final Pattern OLD =
      Pattern.compile(
          PRIORITY
              + "()[A-Z][a-z]{2} {1,2}\\d{1,2} (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?:? "
              + "(?:[A-Z]{2,5} )?(\\S{1,255}) ");
  private static final Pattern TAG =
      Pattern.compile(PRIORITY + "(?:[\\w.@/-]{1,100}(?:\\[\\w{1,20}\\])?)?\\s*:?\\s*\uFEFF?");

  /** A relay took {@code CEF:} for the tag of an old message, and made it the new one's name. */
  private static final Pattern TAKEN_APART =
      Pattern.compile(
          "(<\\d{1,3}>1 \\S{1,64} \\S{1,255} )CEF (\\S{1,128} \\S{1,32} "
              + STRUCTURED_DATA
              + " )(?=\\d{1,3}\\|)");

  /** The line with its CEF as it was before a relay took it apart. */
  static String mended(String line) {
    Matcher m = TAKEN_APART.matcher(line).region(0, Math.min(LONGEST, line.length()));
    return m.lookingAt() ? m.group(1) + "- " + m.group(2) + "CEF:" + line.substring(m.end()) : line;
  }

  /** Empty where the text is no header. */
  static Optional<SyslogHeader> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    SyslogHeader header = new SyslogHeader(Optional.empty(), Optional.empty());
    int at = 0;
    for (int i = 0; i < MOST_RELAYS; i++) {
      for (Pattern form : new Pattern[] {NEW, ISO, OLD}) {
        Matcher m = form.matcher(text).region(at, text.length());
        if (m.lookingAt()) {
          header = new SyslogHeader(host(m.group(2)), JsonBody.instant(m.group(1)));
          at = m.end();
        }
      }
    }
    boolean onlyTag = TAG.matcher(text).region(at, text.length()).matches();
    return onlyTag ? Optional.of(header) : Optional.empty();
  }

  private static Optional<String> host(String name) {
    return Optional.of(JsonBody.bounded(name, 255)).filter(n -> !n.equals("-"));
  }
}
