/** Serves the files of the console. */
@NullMarked
package dev.firebreak.app.console;

import org.jspecify.annotations.NullMarked;
