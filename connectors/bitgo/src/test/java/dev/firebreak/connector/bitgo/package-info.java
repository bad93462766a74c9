@NullMarked
package dev.firebreak.connector.bitgo;

import org.jspecify.annotations.NullMarked;
