/** Playbooks from a draft to what is in force, and back. */
@NullMarked
package dev.firebreak.lifecycle;

import org.jspecify.annotations.NullMarked;
