/**
 * Connectors that are described in a YAML file instead of Java: {@code http} calls a vendor's
 * requests, {@code worker} has the work done by workers that fetch it.
 */
@NullMarked
package dev.firebreak.connector.declared;

import org.jspecify.annotations.NullMarked;
