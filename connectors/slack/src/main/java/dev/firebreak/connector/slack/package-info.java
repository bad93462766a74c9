/** Slack: tells people in channels, and leads them to approvals; never takes one. */
@NullMarked
package dev.firebreak.connector.slack;

import org.jspecify.annotations.NullMarked;
