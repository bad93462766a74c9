/**
 * Detections and audit events of CrowdStrike Falcon, by signed webhook or from the event stream.
 */
@NullMarked
package dev.firebreak.alert.crowdstrike;

import org.jspecify.annotations.NullMarked;
