/** Notifications of Prometheus Alertmanager's webhook receiver. */
@NullMarked
package dev.firebreak.alert.alertmanager;

import org.jspecify.annotations.NullMarked;
