/** Findings of AWS Security Hub through an EventBridge API destination. */
@NullMarked
package dev.firebreak.alert.securityhub;

import org.jspecify.annotations.NullMarked;
