/**
 * Events in ArcSight's Common Event Format, posted or by syslog over TLS
 * (https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.3/cef-implementation-standard/Content/CEF/Chapter%201%20What%20is%20CEF.htm).
 */
@NullMarked
package dev.firebreak.alert.cef;

import org.jspecify.annotations.NullMarked;
