/** Stage 4: runs the chosen playbook and keeps its story. */
@NullMarked
package dev.firebreak.response;

import org.jspecify.annotations.NullMarked;
