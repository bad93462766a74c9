/** Witnesses against servers at a socket. */
@NullMarked
package dev.firebreak.app.witness;

import org.jspecify.annotations.NullMarked;
