package dev.firebreak.alert.fireblocks;

/** The vendor's keys cannot be had right now, so that nothing is shown either way. */
final class KeysUnavailable extends Exception {
  KeysUnavailable(String reason) {
    super(reason);
  }
}
