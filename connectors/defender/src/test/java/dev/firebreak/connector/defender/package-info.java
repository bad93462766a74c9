/** Tests of the Defender connector. */
@NullMarked
package dev.firebreak.connector.defender;

import org.jspecify.annotations.NullMarked;
