/** The application: builds the stages, connects them, starts and stops them. No decisions. */
@NullMarked
package dev.firebreak.app;

import org.jspecify.annotations.NullMarked;
