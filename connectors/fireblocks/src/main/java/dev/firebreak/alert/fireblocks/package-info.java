/**
 * Webhooks v2 of Fireblocks: transactions that wait, are screened or blocked, and changes of what a
 * workspace may send to
 * (https://developers.fireblocks.com/reference/webhook-notification-structure).
 */
@NullMarked
package dev.firebreak.alert.fireblocks;

import org.jspecify.annotations.NullMarked;
