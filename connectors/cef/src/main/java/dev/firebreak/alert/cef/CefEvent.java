package dev.firebreak.alert.cef;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line: {@code CEF:version|vendor|product|version|signature|name|severity|extension}, with or
 * without a syslog header before it.
 *
 * @param vendor of the device
 * @param product of the device
 * @param productVersion of the device
 * @param signature the vendor's id of this type of event
 * @param name of this type of event, for people
 * @param severity 0 to 10, or a word
 * @param fields the extension
 * @param header what stood before
 * @param text all from {@code CEF:} on
 * @param truncated whether bytes are missing at its end
 */
record CefEvent(
    String vendor,
    String product,
    String productVersion,
    String signature,
    String name,
    String severity,
    CefFields fields,
    SyslogHeader header,
    String text,
    boolean truncated) {
  static final String EXPECTED = "CEF:0|vendor|product|version|signature|name|severity|extension";

  private static final Pattern START = Pattern.compile("CEF: ?\\d{1,3}(?:\\.\\d{1,3})?\\|");
  private static final int HEADER_FIELDS = 6;
  private static final int LONGEST = 512;

  /**
   * @param place for messages
   * @throws UnusableAlert when the line is no CEF, or its header is not whole
   */
  static CefEvent read(String sent, String place, boolean truncated) throws UnusableAlert {
    String line = SyslogHeader.mended(sent);
    Matcher start = START.matcher(line);
    if (!start.find()) {
      throw new UnusableAlert(place, "is no CEF line; set the sender's format to " + EXPECTED);
    }
    Optional<SyslogHeader> syslog = SyslogHeader.read(line.substring(0, start.start()));
    if (syslog.isEmpty()) {
      throw new UnusableAlert(
          place,
          "has something else than a syslog header before its CEF; a log line that quotes CEF is no"
              + " event");
    }
    List<String> header = new ArrayList<>();
    int extension = header(line, start.end(), header);
    if (header.size() < HEADER_FIELDS) {
      throw new UnusableAlert(
          place,
          "has " + (header.size() + 1) + " of the 7 header fields of CEF; expected " + EXPECTED);
    }
    if (header.get(3).isBlank() && header.get(4).isBlank()) {
      throw new UnusableAlert(place, "has neither a signature nor a name in its CEF header");
    }
    return new CefEvent(
        header.get(0),
        header.get(1),
        header.get(2),
        header.get(3),
        header.get(4),
        header.get(5),
        CefFields.read(line.substring(extension), truncated),
        syslog.get(),
        line.substring(start.start()),
        truncated);
  }

  /**
   * Reads fields up to bars that no backslash protects.
   *
   * @return where the extension begins
   */
  private static int header(String line, int from, List<String> fields) {
    StringBuilder field = new StringBuilder();
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escapes =
          c == '\\' && i + 1 < line.length() && "|\\".indexOf(line.charAt(i + 1)) >= 0;
      if (escapes) {
        field.append(line.charAt(++i));
      } else if (c == '|') {
        fields.add(clean(field));
        field.setLength(0);
        if (fields.size() == HEADER_FIELDS) {
          return i + 1;
        }
      } else {
        field.append(c);
      }
    }
    // The bar before an empty extension is often left away.
    if (fields.size() == HEADER_FIELDS - 1) {
      fields.add(clean(field));
    }
    return line.length();
  }

  private static String clean(StringBuilder field) {
    return JsonBody.bounded(field.toString().strip(), LONGEST);
  }
}
