@NullMarked
package dev.firebreak.connector.chainalysis;

import org.jspecify.annotations.NullMarked;
