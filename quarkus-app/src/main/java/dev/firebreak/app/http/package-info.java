/** The HTTP API: words and codes for what the stages answer. */
@NullMarked
package dev.firebreak.app.http;

import org.jspecify.annotations.NullMarked;
