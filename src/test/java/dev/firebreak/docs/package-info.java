/** Generated pages, compared with what they are made of. */
@NullMarked
package dev.firebreak.docs;

import org.jspecify.annotations.NullMarked;
