/** Tests against recorded shapes. */
@NullMarked
package dev.firebreak.connector.panos;

import org.jspecify.annotations.NullMarked;
