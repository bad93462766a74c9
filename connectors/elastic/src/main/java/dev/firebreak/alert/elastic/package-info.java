/** Alerts of Elastic Security and of other Kibana rules, sent by Kibana's webhook connector. */
@NullMarked
package dev.firebreak.alert.elastic;

import org.jspecify.annotations.NullMarked;
