package dev.firebreak.alert.fireblocks;

/** Why a message is not taken for one of Fireblocks; for our log. */
final class NotFromFireblocks extends Exception {
  NotFromFireblocks(String reason) {
    super(reason);
  }
}
