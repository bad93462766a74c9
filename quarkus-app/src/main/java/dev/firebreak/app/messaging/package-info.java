/** Channels that carry ids between stages; in memory or Kafka, by configuration alone. */
@NullMarked
package dev.firebreak.app.messaging;

import org.jspecify.annotations.NullMarked;
