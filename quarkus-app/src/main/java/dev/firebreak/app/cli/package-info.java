/**
 * The command line: a plain Java program beside the server, whose only door is the HTTP API. It
 * knows nothing of Quarkus and keeps nothing.
 */
@NullMarked
package dev.firebreak.app.cli;

import org.jspecify.annotations.NullMarked;
