/**
 * The incident: one id that is correlation key, business key and audit key, and what playbooks may
 * read of it.
 */
@NullMarked
package dev.firebreak.incident;

import org.jspecify.annotations.NullMarked;
