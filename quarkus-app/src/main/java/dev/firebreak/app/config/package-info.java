/** Settings as documented, typed interfaces. */
@NullMarked
package dev.firebreak.app.config;

import org.jspecify.annotations.NullMarked;
