/** Tests of the Jira connector. */
@NullMarked
package dev.firebreak.connector.jira;

import org.jspecify.annotations.NullMarked;
