/** Places that keep signed heads of the audit trail and cannot be told to forget one. */
@NullMarked
package dev.firebreak.app.witness;

import org.jspecify.annotations.NullMarked;
