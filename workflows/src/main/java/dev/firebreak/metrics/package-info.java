/**
 * Counts over what the stages recorded, within a window of time. Reads their tables, writes none.
 */
@NullMarked
package dev.firebreak.metrics;

import org.jspecify.annotations.NullMarked;
