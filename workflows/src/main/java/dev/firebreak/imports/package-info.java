/** Playbooks from elsewhere, and for elsewhere: CACAO 2.0, and BPMN without implementations. */
@NullMarked
package dev.firebreak.imports;

import org.jspecify.annotations.NullMarked;
