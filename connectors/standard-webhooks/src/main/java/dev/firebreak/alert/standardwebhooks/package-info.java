/**
 * Signed alerts by the Standard Webhooks scheme: OCSF Detection Findings or Firebreak's own JSON.
 */
@NullMarked
package dev.firebreak.alert.standardwebhooks;

import org.jspecify.annotations.NullMarked;
