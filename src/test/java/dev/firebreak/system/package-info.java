/** The shipped application as its users see it. */
@NullMarked
package dev.firebreak.system;

import org.jspecify.annotations.NullMarked;
