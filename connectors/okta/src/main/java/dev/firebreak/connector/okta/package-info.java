/** Okta: suspends users, lifts that again, and signs users out everywhere Okta can. */
@NullMarked
package dev.firebreak.connector.okta;

import org.jspecify.annotations.NullMarked;
