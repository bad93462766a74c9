/** What Slack sends back: clicks, commands, events. None of it decides anything. */
@NullMarked
package dev.firebreak.alert.slack;

import org.jspecify.annotations.NullMarked;
