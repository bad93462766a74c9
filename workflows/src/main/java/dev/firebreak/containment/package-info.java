/** Stage 6: what is in force, whether it still holds, and how it is lifted. */
@NullMarked
package dev.firebreak.containment;

import org.jspecify.annotations.NullMarked;
