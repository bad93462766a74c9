/**
 * Whether the application as it is shipped runs anything that somebody wrote into a playbook, a
 * table, an alert or its database. The files that try are those of {@code
 * workflows/src/test/resources/corpus}.
 */
@NullMarked
package dev.firebreak.fence;

import org.jspecify.annotations.NullMarked;
