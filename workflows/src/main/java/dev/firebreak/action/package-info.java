/**
 * Stage 5: every connector call passes here: policy, approval, idempotency, time limit, breaker,
 * call, read-back.
 */
@NullMarked
package dev.firebreak.action;

import org.jspecify.annotations.NullMarked;
