/** CrowdStrike Falcon: contains hosts on the network, and lifts that. */
@NullMarked
package dev.firebreak.connector.crowdstrike;

import org.jspecify.annotations.NullMarked;
