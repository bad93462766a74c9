/**
 * Workers outside of Firebreak: what they may fetch, and what they said. Entry: {@link
 * dev.firebreak.worker.Workers}. Keeps {@code worker_task}.
 */
@NullMarked
package dev.firebreak.worker;

import org.jspecify.annotations.NullMarked;
