/**
 * Checks an export of the audit trail without the server that wrote it, and without its code: the
 * JDK and these classes are all that has to be trusted.
 */
@NullMarked
package dev.firebreak.verifier;

import org.jspecify.annotations.NullMarked;
