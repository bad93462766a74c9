/** The verifier against what the shipped application really exports. */
@NullMarked
package dev.firebreak.verifier;

import org.jspecify.annotations.NullMarked;
