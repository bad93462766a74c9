/** Chainalysis: whether an address is on a sanctions list, by its free screening service. */
@NullMarked
package dev.firebreak.connector.chainalysis;

import org.jspecify.annotations.NullMarked;
