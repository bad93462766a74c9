package dev.firebreak.alert.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.http.VendorHttp;
import java.util.List;
import java.util.Optional;

/**
 * What people do in Slack. A button with an address also sends an interaction, which wants an
 * answer within three seconds (https://docs.slack.dev/interactivity/handling-user-interaction).
 */
final class Clicks {
  /** The id of the button that the connector's messages carry. */
  static final String OPEN_APPROVAL = "firebreak_open_approval";

  private static final int LONGEST = 2_000;
  private static final String REPLY =
      "Firebreak takes no commands from Slack. Open Firebreak in the browser; nothing was done.";

  private Clicks() {}

  static Parsed read(Form form) throws UnusableAlert {
    Optional<String> payload = form.field("payload");
    if (payload.isPresent()) {
      return interaction(JsonBody.parse(payload.get()));
    }
    if (form.field("command").isPresent()) {
      return command(form);
    }
    if (form.field("ssl_check").isPresent()) {
      return new Parsed.Handshake("Slack looked at our certificate");
    }
    throw new UnusableAlert(
        "", "the form has neither payload nor command; only Slack itself should post here");
  }

  private static Parsed interaction(JsonBody body) throws UnusableAlert {
    String type = body.required("/type", 60);
    if (!type.equals("block_actions")) {
      throw new UnusableAlert(
          "/type",
          "'"
              + VendorHttp.oneLine(type)
              + "' is an interaction Firebreak offers nowhere; take it out of the app's manifest");
    }
    String user = user(body.required("/user/id", LONGEST), body.text("/user/team_id", LONGEST));
    List<JsonBody> actions = body.items("/actions");
    if (actions.isEmpty()) {
      throw new UnusableAlert("/actions", "has nothing in it; expected what was clicked");
    }
    JsonBody action = actions.get(0);
    String id = action.required("/action_id", LONGEST);
    String what =
        id.equals(OPEN_APPROVAL)
            ? "opened the approval " + VendorHttp.oneLine(action.required("/value", LONGEST))
            : "clicked '" + VendorHttp.oneLine(id) + "', which is not of Firebreak's messages,";
    return new Parsed.Handshake(user + " " + what + " from Slack; a click approves nothing");
  }

  private static Parsed command(Form form) throws UnusableAlert {
    String user =
        user(
            form.field("user_id")
                .orElseThrow(() -> new UnusableAlert("", "the form has a command and no user_id")),
            form.field("team_id"));
    return new Parsed.Handshake(
        user
            + " typed "
            + VendorHttp.oneLine(form.field("command").orElse(""))
            + "; Firebreak takes no commands from Slack",
        Optional.of(
            JsonNodeFactory.instance
                .objectNode()
                .put("response_type", "ephemeral")
                .put("text", REPLY)));
  }

  /** By ids: names can be changed by who bears them. */
  private static String user(String id, Optional<String> team) {
    return "Slack user "
        + VendorHttp.oneLine(id)
        + team.map(t -> " of " + VendorHttp.oneLine(t)).orElse("");
  }
}
