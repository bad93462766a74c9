/** Tests against made-up consumers. */
@NullMarked
package dev.firebreak.connector.openc2;

import org.jspecify.annotations.NullMarked;
