/** Notifications of Datadog's webhooks: monitors, security signals, incidents. */
@NullMarked
package dev.firebreak.alert.datadog;

import org.jspecify.annotations.NullMarked;
