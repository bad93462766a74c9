package dev.firebreak.alert.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.http.VendorHttp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Events API (https://docs.slack.dev/apis/events-api/). Of all its events two matter here: they
 * say that we cannot reach people through Slack any more, which suits whoever wants to be alone.
 */
final class Events {
  private static final Pattern CHALLENGE = Pattern.compile("[\\x21-\\x7e]{1,1000}");
  private static final int LONGEST = 200;

  private static final Map<String, String> SILENCED =
      Map.of(
          "app_uninstalled", "Firebreak's app was removed from a Slack workspace",
          "tokens_revoked", "Tokens of Firebreak's Slack app were revoked");

  private Events() {}

  static Parsed read(byte[] json) throws UnusableAlert {
    JsonBody body = JsonBody.parse(json);
    String type = body.required("/type", LONGEST);
    return switch (type) {
      case "url_verification" -> challenge(body);
      case "event_callback" -> new Parsed.Alerts(List.of(event(body)));
      case "app_rate_limited" ->
          new Parsed.Handshake("Slack held back events for a minute, as there were too many");
      default ->
          throw new UnusableAlert(
              "/type",
              "'"
                  + VendorHttp.oneLine(type)
                  + "' is nothing Firebreak knows of Slack; expected url_verification or"
                  + " event_callback");
    };
  }

  private static Parsed challenge(JsonBody body) throws UnusableAlert {
    String challenge = body.required("/challenge", 1_001);
    if (!CHALLENGE.matcher(challenge).matches()) {
      throw new UnusableAlert(
          "/challenge", "is no challenge; expected up to 1,000 ASCII characters");
    }
    return new Parsed.Handshake(
        "Slack made sure that this address is ours",
        Optional.of(JsonNodeFactory.instance.objectNode().put("challenge", challenge)));
  }

  private static Alert event(JsonBody body) throws UnusableAlert {
    String type = body.required("/event/type", LONGEST);
    Optional<String> title = Optional.ofNullable(SILENCED.get(type));
    if (title.isEmpty()) {
      throw new UnusableAlert(
          "/event/type",
          "'"
              + VendorHttp.oneLine(type)
              + "' is no alert; take it off the app's event subscriptions (only app_uninstalled and"
              + " tokens_revoked are of use)");
    }
    String team = body.text("/team_id", LONGEST).orElse("unknown");
    String app = body.text("/api_app_id", LONGEST).orElse("unknown");
    Optional<Long> time = body.whole("/event_time");
    String uid =
        body.text("/event_id", LONGEST)
            .orElse(Fingerprint.of(List.of(team, app, type, time.map(String::valueOf).orElse(""))));
    return Alert.builder(uid, "slack." + type)
        .title(title.get() + " (" + VendorHttp.oneLine(team) + ")")
        .severity(Severity.MEDIUM)
        .occurredAt(time.flatMap(Events::instant))
        .attack("T1562")
        .observable("slack_team", team)
        .observable("slack_app", app)
        .attribute("team_id", team)
        .attribute("app_id", app)
        .build();
  }

  private static Optional<Instant> instant(long seconds) {
    return seconds < 0 || seconds > 253_402_300_799L
        ? Optional.empty()
        : JsonBody.sane(Instant.ofEpochSecond(seconds));
  }
}
