/** Alerts of the Forta Network's detection bots (https://forta.org), by webhook. */
@NullMarked
package dev.firebreak.alert.forta;

import org.jspecify.annotations.NullMarked;
