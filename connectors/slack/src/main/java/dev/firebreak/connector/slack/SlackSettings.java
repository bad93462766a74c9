package dev.firebreak.connector.slack;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One Slack app in one workspace.
 *
 * @param token a bot token; a user's would post in a person's name
 * @param firebreakUrl what links must start with
 * @param channels ids; empty where the app may post wherever Slack lets it
 * @param readBack see {@link Posts}
 * @param url {@code https://slack-gov.com/api} for GovSlack
 */
public record SlackSettings(
    @Describe("Bot token of the app, xoxb-...") Secret token,
    @Describe(
            "Address under which people open Firebreak; the link of ask-approval leads there and"
                + " nowhere else")
        URI firebreakUrl,
    @Describe("Ids of the only channels to post to; none for all that the app is in")
        List<String> channels,
    @Describe(
            value =
                "Look into the channel before posting and after a lost answer, so that no message"
                    + " comes twice; needs the scopes channels:history and groups:history",
            byDefault = "false")
        boolean readBack,
    @Describe(value = "Address of the Web API", byDefault = "https://slack.com/api") URI url) {

  private static final Pattern BOT_TOKEN = Pattern.compile("(xoxe\\.)?xoxb-[\\x21-\\x7e]{10,300}");

  public SlackSettings {
    if (!token.keeps(t -> BOT_TOKEN.matcher(t).matches())) {
      throw new IllegalArgumentException("setting 'token' must be a bot token, xoxb-...");
    }
    firebreakUrl = Link.base(firebreakUrl);
    channels = List.copyOf(channels);
    channels.forEach(Place::check);
  }
}
