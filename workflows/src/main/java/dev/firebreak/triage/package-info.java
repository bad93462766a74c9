/** Stage 3: a decision table chooses playbook and priority; the rules that hit are the reason. */
@NullMarked
package dev.firebreak.triage;

import org.jspecify.annotations.NullMarked;
