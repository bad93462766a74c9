/**
 * What is handed to auditors and regulators about an incident: one signed archive with proofs, a
 * report for people, and the clocks that regulators set running.
 */
@NullMarked
package dev.firebreak.evidence;

import org.jspecify.annotations.NullMarked;
