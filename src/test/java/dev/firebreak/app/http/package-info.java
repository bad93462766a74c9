@NullMarked
package dev.firebreak.app.http;

import org.jspecify.annotations.NullMarked;
