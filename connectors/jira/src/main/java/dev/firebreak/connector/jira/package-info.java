/** Jira Cloud: opens, comments and moves the tickets people work on. */
@NullMarked
package dev.firebreak.connector.jira;

import org.jspecify.annotations.NullMarked;
