/** Stage 2: is this alert a repeat, part of an open incident, or a new one? */
@NullMarked
package dev.firebreak.correlation;

import org.jspecify.annotations.NullMarked;
