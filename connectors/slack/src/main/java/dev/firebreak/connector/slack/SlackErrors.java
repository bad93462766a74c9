package dev.firebreak.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code {"ok": false, "error": "..."}} means, which Slack answers with HTTP 200. The list of
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors is not complete, as it says.
 */
final class SlackErrors {
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,60}");

  private static final Set<String> LATER =
      Set.of(
          "ratelimited",
          "rate_limited",
          "message_limit_exceeded",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "org_login_required");

  /** Of both Slack says that some of it may have succeeded. */
  private static final Set<String> PERHAPS = Set.of("internal_error", "fatal_error");

  private static final Set<String> AUTHORS =
      Set.of(
          "no_text",
          "msg_too_long",
          "msg_blocks_too_long",
          "invalid_blocks",
          "invalid_blocks_format",
          "cannot_reply_to_message",
          "invalid_arguments",
          "invalid_metadata_format",
          "invalid_metadata_schema");

  private static final String TOKEN = "install the app in the workspace again and renew 'token'";
  private static final String FORBIDDEN = "a setting of the workspace or channel forbids it";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("invalid_auth", TOKEN),
          Map.entry("not_authed", TOKEN),
          Map.entry("token_expired", TOKEN + "; switch token rotation off"),
          Map.entry("token_revoked", TOKEN),
          Map.entry("account_inactive", TOKEN),
          Map.entry("not_in_channel", "invite the app to the channel: /invite @Firebreak"),
          Map.entry(
              "channel_not_found",
              "there is no such channel, or it is private and the app is not in it: /invite"
                  + " @Firebreak there"),
          Map.entry("is_archived", "the channel is archived; name another one"),
          Map.entry("restricted_action", FORBIDDEN),
          Map.entry("restricted_action_read_only_channel", FORBIDDEN),
          Map.entry("restricted_action_thread_only_channel", FORBIDDEN),
          Map.entry("access_denied", FORBIDDEN),
          Map.entry("ekm_access_denied", FORBIDDEN),
          Map.entry("message_not_found", "the message is not there any more"),
          Map.entry("thread_not_found", "the message to answer is not there any more"),
          Map.entry("cant_update_message", "only messages of this app can be changed"),
          Map.entry("edit_window_closed", "the workspace forbids changing messages this old"),
          Map.entry(
              "duplicate_message_not_found", "it was posted before, and has been deleted since"),
          Map.entry(
              "duplicate_channel_not_found", "it was posted before, and the channel is gone"));

  private SlackErrors() {}

  /**
   * @param what for people, for example {@code posting to C0123456789}
   * @param onlyRead whether the request changed nothing whatever became of it
   */
  static ActionFailure of(String what, Response r, JsonNode answer, boolean onlyRead) {
    String told = answer.path("error").asText("");
    String code = CODE.matcher(told).matches() ? told : "an error it does not name";
    String message = what + ": Slack answered " + code;
    if (LATER.contains(code)) {
      return later(r)
          .map(
              d ->
                  ActionFailure.unavailable(
                      message + "; it asks to wait " + d.toSeconds() + " s", d))
          .orElseGet(() -> ActionFailure.unavailable(message));
    }
    if (PERHAPS.contains(code)) {
      return onlyRead ? ActionFailure.unavailable(message) : ActionFailure.unknown(message);
    }
    if (AUTHORS.contains(code)) {
      return ActionFailure.badInput(message);
    }
    return ActionFailure.refused(message + "; " + advice(code, answer));
  }

  private static String advice(String code, JsonNode answer) {
    if (code.equals("missing_scope")) {
      String needed = answer.path("needed").asText("");
      return "add the Bot Token Scope "
          + (needed.matches("[a-z0-9:._,]{1,100}") ? needed : "chat:write")
          + " to the app and install it again";
    }
    return ADVICE.getOrDefault(code, "see https://docs.slack.dev/reference/methods");
  }

  private static Optional<Duration> later(Response r) {
    return r.header("retry-after")
        .map(String::strip)
        .filter(s -> s.matches("\\d{1,4}"))
        .map(s -> Duration.ofSeconds(Math.min(Long.parseLong(s), 3_600)));
  }
}
