/**
 * What a connector's or alert source's tests inherit: {@link
 * dev.firebreak.testkit.ConnectorContract} and {@link dev.firebreak.testkit.AlertSourceContract}
 * hold the promises every vendor's folder keeps, {@link dev.firebreak.testkit.FakeVendor} plays the
 * vendor at the socket. Also what is generated from the code: README tables and element templates.
 */
@NullMarked
package dev.firebreak.testkit;

import org.jspecify.annotations.NullMarked;
