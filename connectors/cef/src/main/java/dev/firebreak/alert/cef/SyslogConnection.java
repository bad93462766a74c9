package dev.firebreak.alert.cef;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Reads one sender's messages until either side ends. */
final class SyslogConnection {
  private static final Logger LOG = System.getLogger(SyslogConnection.class.getName());

  private final String peer;
  private final Frames frames;
  private final PatientReceiver receiver;

  SyslogConnection(String peer, Frames frames, PatientReceiver receiver) {
    this.peer = peer;
    this.frames = frames;
    this.receiver = receiver;
  }

  /** What was read is handed over to the last message, also when the connection breaks or ends. */
  void read() {
    boolean properly = false;
    try {
      boolean more = true;
      while (more) {
        handOverBuffered();
        more = !receiver.isEnding() && frames.fill();
      }
      properly = !receiver.isEnding();
    } catch (IOException e) {
      LOG.log(Level.INFO, "the connection of {0} broke: {1}", peer, e.getMessage());
    }
    try {
      handOverBuffered();
      frames.rest(properly).ifPresent(this::handOver);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the rest of {0} cannot be read: {1}", peer, e.getMessage());
    }
  }

  private void handOverBuffered() throws IOException {
    Optional<Frames.Frame> frame = frames.buffered();
    while (frame.isPresent()) {
      handOver(frame.get());
      frame = frames.buffered();
    }
  }

  private void handOver(Frames.Frame frame) {
    receiver.handOver(SyslogMessage.of(frame.bytes(), peer, frame.truncated()), peer);
  }
}
