@NullMarked
package dev.firebreak.app.secrets;

import org.jspecify.annotations.NullMarked;
