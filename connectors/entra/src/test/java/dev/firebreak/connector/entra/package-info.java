@NullMarked
package dev.firebreak.connector.entra;

import org.jspecify.annotations.NullMarked;
