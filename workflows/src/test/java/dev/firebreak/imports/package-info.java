@NullMarked
package dev.firebreak.imports;

import org.jspecify.annotations.NullMarked;
