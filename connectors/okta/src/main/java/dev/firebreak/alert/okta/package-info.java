/** Security events of Okta's System Log, by event hook or from a forwarder. */
@NullMarked
package dev.firebreak.alert.okta;

import org.jspecify.annotations.NullMarked;
