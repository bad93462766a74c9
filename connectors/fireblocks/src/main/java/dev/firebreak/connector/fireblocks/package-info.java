/**
 * Fireblocks: cancels outgoing transactions before they are broadcast, and freezes the workspace.
 */
@NullMarked
package dev.firebreak.connector.fireblocks;

import org.jspecify.annotations.NullMarked;
