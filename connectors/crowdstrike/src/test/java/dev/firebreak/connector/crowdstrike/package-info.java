/** Tests of the CrowdStrike connector. */
@NullMarked
package dev.firebreak.connector.crowdstrike;

import org.jspecify.annotations.NullMarked;
