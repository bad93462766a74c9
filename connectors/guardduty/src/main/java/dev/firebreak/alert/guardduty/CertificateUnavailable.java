package dev.firebreak.alert.guardduty;

/** A signing certificate that cannot be had right now, so that nothing is shown either way. */
final class CertificateUnavailable extends Exception {
  CertificateUnavailable(String reason) {
    super(reason);
  }
}
