/** Tests of the lists. */
@NullMarked
package dev.firebreak.connector.edl;

import org.jspecify.annotations.NullMarked;
