/**
 * The alert contract: one normal form, {@link dev.firebreak.alert.Alert}, aligned with OCSF
 * Detection Finding (class 2004), and {@link dev.firebreak.alert.AlertSource}, which authenticates
 * a sender's raw bytes and turns them into that form.
 */
@NullMarked
package dev.firebreak.alert;

import org.jspecify.annotations.NullMarked;
