package dev.firebreak.alert.guardduty;

/** Why a message is not taken for one of SNS; for our log. */
final class NotFromSns extends Exception {
  NotFromSns(String reason) {
    super(reason);
  }
}
