/** OFAC: whether an address is on the SDN list, from a file that is kept here. */
@NullMarked
package dev.firebreak.connector.ofac;

import org.jspecify.annotations.NullMarked;
