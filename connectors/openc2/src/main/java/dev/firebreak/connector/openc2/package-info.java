/** Actuators of any vendor that speak OpenC2. */
@NullMarked
package dev.firebreak.connector.openc2;

import org.jspecify.annotations.NullMarked;
