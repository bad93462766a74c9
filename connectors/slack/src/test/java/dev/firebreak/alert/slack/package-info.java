/** Tests of the Slack source. */
@NullMarked
package dev.firebreak.alert.slack;

import org.jspecify.annotations.NullMarked;
