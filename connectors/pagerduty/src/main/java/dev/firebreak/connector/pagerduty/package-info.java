/** PagerDuty: calls the people on call, by the Events API v2. */
@NullMarked
package dev.firebreak.connector.pagerduty;

import org.jspecify.annotations.NullMarked;
