/** Alerts of Falco, sent by Falcosidekick or by Falco's own HTTP output (https://falco.org). */
@NullMarked
package dev.firebreak.alert.falco;

import org.jspecify.annotations.NullMarked;
