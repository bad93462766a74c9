/**
 * The database door: one transaction at a time, and what happens after its commit. Knows no table.
 */
@NullMarked
package dev.firebreak.store;

import org.jspecify.annotations.NullMarked;
