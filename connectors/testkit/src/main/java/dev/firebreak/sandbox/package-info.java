/**
 * Five vendors with a memory on one local HTTP server, a thief who drains a hot wallet there, and
 * the demonstration that tells how Firebreak stops him. For development, demonstrations and tests
 * of the whole system; never for production.
 */
@NullMarked
package dev.firebreak.sandbox;

import org.jspecify.annotations.NullMarked;
