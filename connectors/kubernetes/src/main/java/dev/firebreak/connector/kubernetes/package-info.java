/**
 * Kubernetes: cuts a pod off the network and off its controllers and services, and keeps it for
 * forensics.
 */
@NullMarked
package dev.firebreak.connector.kubernetes;

import org.jspecify.annotations.NullMarked;
