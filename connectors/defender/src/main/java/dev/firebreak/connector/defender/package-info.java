/** Microsoft Defender for Endpoint: isolates machines from the network, and releases them. */
@NullMarked
package dev.firebreak.connector.defender;

import org.jspecify.annotations.NullMarked;
