/**
 * Stage 1: authenticates raw bytes, parses strictly, stores durably. Answers 2xx only for what is
 * on disk.
 */
@NullMarked
package dev.firebreak.intake;

import org.jspecify.annotations.NullMarked;
