/** The console in a real browser, against the shipped application. */
@NullMarked
package dev.firebreak.console;

import org.jspecify.annotations.NullMarked;
