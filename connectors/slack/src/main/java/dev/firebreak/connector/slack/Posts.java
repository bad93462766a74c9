package dev.firebreak.connector.slack;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts messages, each with the key of its step: as metadata, and as {@code client_msg_id}, by
 * which Slack's list of errors knows duplicates without the argument being documented. That is no
 * promise to build on, so a post counts as repeatable only where the channel's history may be read:
 * then the step's message is looked for first.
 */
record Posts(SlackApi api, boolean readBack) {
  static final Duration DEADLINE = Action.DEFAULT_DEADLINE;

  /** How far Slack's clock may be behind ours before a fresh message would seem too old. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(60);

  Posted post(
      Call<?> call,
      String channel,
      Optional<String> thread,
      String text,
      List<Map<String, Object>> blocks)
      throws ActionFailure {
    Optional<Posted> done = readBack ? find(call, channel, thread) : Optional.empty();
    return done.isPresent()
        ? done.get()
        : api.write("chat.postMessage", message(call, channel, thread, text, blocks));
  }

  Observation observe(Call<?> call, String channel, Optional<String> thread) throws ActionFailure {
    return find(call, channel, thread)
        .map(p -> Observation.holds("message " + p.ts() + " in " + channel))
        .orElseGet(() -> Observation.absent("no message of this step in " + channel));
  }

  private Optional<Posted> find(Call<?> call, String channel, Optional<String> thread)
      throws ActionFailure {
    Instant since = call.deadline().minus(DEADLINE).minus(CLOCK_SLACK);
    return api.posted(channel, thread, call.idempotencyKey(), since);
  }

  private static Map<String, Object> message(
      Call<?> call,
      String channel,
      Optional<String> thread,
      String text,
      List<Map<String, Object>> blocks) {
    Map<String, Object> message = plain(channel, text, blocks);
    thread.ifPresent(t -> message.put("thread_ts", t));
    message.put("client_msg_id", uuid(call.idempotencyKey()));
    message.put(
        "metadata",
        Map.of(
            "event_type",
            SlackApi.METADATA,
            "event_payload",
            Map.of(SlackApi.KEY, call.idempotencyKey())));
    return message;
  }

  /** What posting and changing have in common: nothing of the text becomes a link or a mention. */
  static Map<String, Object> plain(String channel, String text, List<Map<String, Object>> blocks) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("channel", channel);
    message.put("text", Blocks.fallback(text));
    message.put("blocks", blocks);
    message.put("parse", "none");
    message.put("link_names", false);
    return message;
  }

  private static String uuid(String hex) {
    return hex.replaceFirst("^(.{8})(.{4})(.{4})(.{4})(.{12}).*$", "$1-$2-$3-$4-$5");
  }
}
