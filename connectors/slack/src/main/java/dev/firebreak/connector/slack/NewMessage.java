package dev.firebreak.connector.slack;

import dev.firebreak.connector.Describe;
import java.util.Optional;

/**
 * A message to post.
 *
 * @param channel the channel's id
 * @param text shown as it is: no marks, links, mentions or emoji are made of it
 * @param thread ts of the message to answer in its thread
 */
public record NewMessage(
    @Describe("Id of the channel, for example C0123456789") String channel,
    @Describe("What to say, shown as it is; cut at 3,000 characters") String text,
    @Describe("ts of a message, to answer in its thread") Optional<String> thread) {
  public NewMessage {
    Place.check(channel);
    text = PlainText.lines(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("input 'text' must not be empty");
    }
    thread.ifPresent(t -> Place.checkTs("thread", t));
  }
}
