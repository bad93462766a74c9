/** Processes killed in the middle of their work. */
@NullMarked
package dev.firebreak.crash;

import org.jspecify.annotations.NullMarked;
