/**
 * Where secrets are, and what is opened with them: looked up at each use, opened anew when one
 * changed.
 */
@NullMarked
package dev.firebreak.app.secrets;

import org.jspecify.annotations.NullMarked;
