@NullMarked
package dev.firebreak.connector.ofac;

import org.jspecify.annotations.NullMarked;
