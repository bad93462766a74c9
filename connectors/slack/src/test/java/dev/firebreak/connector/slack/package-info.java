/** Tests of the Slack connector. */
@NullMarked
package dev.firebreak.connector.slack;

import org.jspecify.annotations.NullMarked;
