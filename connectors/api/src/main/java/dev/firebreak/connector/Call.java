package dev.firebreak.connector;

import java.time.Instant;

/**
 * One call of an action.
 *
 * @param input the checked input
 * @param idempotencyKey 40 lower-case hex characters, the same for every attempt of this step; send
 *     it where the vendor takes one, or derive client-chosen ids from it
 * @param incidentId the incident this is done for
 * @param deadline after this instant nobody waits for the answer any more
 */
public record Call<I extends Record>(
    I input, String idempotencyKey, String incidentId, Instant deadline) {}
