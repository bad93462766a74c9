/** Tests of the policy zone, against BIND and against a server that misbehaves. */
@NullMarked
package dev.firebreak.connector.dnsrpz;

import org.jspecify.annotations.NullMarked;
