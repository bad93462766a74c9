@NullMarked
package dev.firebreak.connector.vault;

import org.jspecify.annotations.NullMarked;
