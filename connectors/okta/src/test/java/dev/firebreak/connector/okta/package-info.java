/** Tests of the Okta connector. */
@NullMarked
package dev.firebreak.connector.okta;

import org.jspecify.annotations.NullMarked;
