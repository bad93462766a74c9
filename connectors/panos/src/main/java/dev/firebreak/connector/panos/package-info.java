/** Palo Alto Networks firewalls, by the PAN-OS XML API. */
@NullMarked
package dev.firebreak.connector.panos;

import org.jspecify.annotations.NullMarked;
