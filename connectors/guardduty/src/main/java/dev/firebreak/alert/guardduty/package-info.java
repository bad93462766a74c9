/** Findings of AWS GuardDuty through Amazon SNS or an EventBridge API destination. */
@NullMarked
package dev.firebreak.alert.guardduty;

import org.jspecify.annotations.NullMarked;
