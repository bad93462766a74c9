package dev.firebreak.connector.slack;

import dev.firebreak.connector.Describe;

/**
 * What a message says from now on, instead of what it said.
 *
 * @param channel the channel's id
 * @param ts of the message
 * @param text as of {@link NewMessage}
 */
public record Edit(
    @Describe("Id of the channel, for example C0123456789") String channel,
    @Describe("ts of the message, as send-message or ask-approval answered it") String ts,
    @Describe("What it says from now on; its button goes, too") String text) {
  public Edit {
    Place.check(channel);
    Place.checkTs("ts", ts);
    text = PlainText.lines(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("input 'text' must not be empty");
    }
  }
}
