/** Tests of the PagerDuty connector. */
@NullMarked
package dev.firebreak.connector.pagerduty;

import org.jspecify.annotations.NullMarked;
