/** The dispatcher on a real database and a real engine, against vendors that follow a script. */
@NullMarked
package dev.firebreak.dispatch;

import org.jspecify.annotations.NullMarked;
