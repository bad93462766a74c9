/** Attacks from outside on the packaged application: its doors, its parsers, its way out. */
@NullMarked
package dev.firebreak.hardening;

import org.jspecify.annotations.NullMarked;
