package dev.firebreak.evidence;

import dev.firebreak.intake.Inbox;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which raw messages go into an archive: from the oldest on, as long as there is room. An archive
 * has to be read by somebody else's computer, as a whole.
 *
 * @param leftOut how many there are beside them
 */
record RawMessages(Set<UUID> ids, long leftOut) {
  /** Half of what the verifier reads. */
  static final long MOST_BYTES = 1L << 29;

  RawMessages {
    ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
  }

  /** For people, where some are left out. */
  String words() {
    return "Of "
        + (ids.size() + leftOut)
        + " raw messages the oldest "
        + ids.size()
        + " are in this bundle; "
        + leftOut
        + " would have made it too large to be checked.";
  }

  static RawMessages within(long bytes, List<Inbox.Sized> all) {
    Set<UUID> ids = new LinkedHashSet<>();
    long left = bytes;
    for (Inbox.Sized message : all) {
      left -= message.bytes();
      if (left < 0) {
        break;
      }
      ids.add(message.id());
    }
    return new RawMessages(ids, all.size() - ids.size());
  }
}
