@NullMarked
package dev.firebreak.connector.evm;

import org.jspecify.annotations.NullMarked;
