/** Splunk's webhook alert action and Enterprise Security notables. */
@NullMarked
package dev.firebreak.alert.splunk;

import org.jspecify.annotations.NullMarked;
