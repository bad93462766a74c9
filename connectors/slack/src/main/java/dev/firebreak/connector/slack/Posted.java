package dev.firebreak.connector.slack;

import dev.firebreak.connector.Describe;

/**
 * The message there is now.
 *
 * @param channel the channel's id
 * @param ts names the message in its channel
 */
public record Posted(
    @Describe("Id of the channel") String channel,
    @Describe("Names the message in later steps: update-message, or a thread") String ts) {}
