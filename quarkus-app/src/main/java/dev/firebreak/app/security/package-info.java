/** Who may call what. */
@NullMarked
package dev.firebreak.app.security;

import org.jspecify.annotations.NullMarked;
