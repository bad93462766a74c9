package dev.firebreak.alert.cef;

import dev.firebreak.alert.RawMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a message that came by syslog is kept: its bytes, and in headers where it came from. */
final class SyslogMessage {
  private static final String PEER = "syslog-peer";
  private static final String TRUNCATED = "syslog-truncated";

  private SyslogMessage() {}

  /**
   * @param peer the name in the sender's certificate
   * @param truncated whether bytes are missing at its end
   */
  static RawMessage of(byte[] body, String peer, boolean truncated) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("content-type", List.of("text/plain"));
    headers.put(PEER, List.of(peer));
    if (truncated) {
      headers.put(TRUNCATED, List.of("true"));
    }
    return new RawMessage(Map.copyOf(headers), Optional.empty(), body);
  }

  /** Whether all of it is one event, line feeds in it included. */
  static boolean isOne(RawMessage message) {
    return message.header(PEER).isPresent();
  }

  static boolean isTruncated(RawMessage message) {
    return message.header(TRUNCATED).isPresent();
  }
}
