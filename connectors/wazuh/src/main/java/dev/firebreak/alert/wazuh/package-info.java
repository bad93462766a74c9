/** Alerts of Wazuh, sent by the integrator script custom-firebreak of this folder. */
@NullMarked
package dev.firebreak.alert.wazuh;

import org.jspecify.annotations.NullMarked;
