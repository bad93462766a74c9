/**
 * The connector contract: what a vendor's folder provides ({@link
 * dev.firebreak.connector.ConnectorKind}, {@link dev.firebreak.connector.Connector}, {@link
 * dev.firebreak.connector.Action}) and the few values it works with. No framework.
 */
@NullMarked
package dev.firebreak.connector;

import org.jspecify.annotations.NullMarked;
