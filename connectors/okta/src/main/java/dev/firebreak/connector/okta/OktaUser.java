package dev.firebreak.connector.okta;

/**
 * What Okta says of a user.
 *
 * @param id letters, digits, {@code _} and {@code -} only, so it can stand in a filter expression
 * @param status for example ACTIVE, SUSPENDED, LOCKED_OUT, DEPROVISIONED; the list may grow. See
 *     https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/
 */
record OktaUser(String id, String status) {
  boolean active() {
    return status.equals("ACTIVE");
  }

  boolean suspended() {
    return status.equals("SUSPENDED");
  }

  boolean deactivated() {
    return status.equals("DEPROVISIONED");
  }
}
