/**
 * Alerts from a topic of Apache Kafka: OCSF Detection Findings or Firebreak's own JSON, one a
 * record (https://kafka.apache.org).
 */
@NullMarked
package dev.firebreak.alert.kafka;

import org.jspecify.annotations.NullMarked;
