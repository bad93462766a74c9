/** The shipped application as a process, people who use it and senders who write to it. */
@NullMarked
package dev.firebreak.support;

import org.jspecify.annotations.NullMarked;
