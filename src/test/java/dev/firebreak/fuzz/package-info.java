/**
 * What strangers can send, as targets for a fuzzer: {@code fuzzerTestOneInput(byte[])} each, so
 * that neither the build nor the targets need one. {@link dev.firebreak.fuzz.Fuzzer} runs them.
 */
@NullMarked
package dev.firebreak.fuzz;

import org.jspecify.annotations.NullMarked;
