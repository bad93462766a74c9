/** DNS response policy zones, changed by dynamic update. */
@NullMarked
package dev.firebreak.connector.dnsrpz;

import org.jspecify.annotations.NullMarked;
