package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Describe;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What people are called for. Limits of length are PagerDuty's where it has one
 * (https://developer.pagerduty.com/docs/send-alert-event), else ours.
 *
 * @param summary one line, cut at 1,024 characters
 * @param source one line, cut at 512 characters
 * @param severity see {@link Level#of}
 * @param details any text, cut at 20,000 characters
 * @param link an http or https address
 * @param dedupKey see {@link DedupKey}
 */
public record NewAlert(
    @Describe("What happened, one line; cut at 1,024 characters") String summary,
    @Describe("What it is about, for example a wallet or a host") String source,
    @Describe(
            "critical, error, warning or info; an alert's severity will do: high becomes error,"
                + " medium warning, low info")
        String severity,
    @Describe("More for people; cut at 20,000 characters") Optional<String> details,
    @Describe("Address that people open from the alert, for example the incident in Firebreak")
        Optional<String> link,
    @Describe("Part of the source that is broken") Optional<String> component,
    @Describe("Group of sources it belongs to") Optional<String> group,
    @Describe(
            "Names the alert, so that further triggers join it while it is open; without one, a key"
                + " of this step")
        Optional<String> dedupKey) {
  private static final int LONGEST_SUMMARY = 1_024;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_DETAILS = 20_000;
  private static final int LONGEST_LINK = 2_000;

  public NewAlert {
    summary = required("summary", summary, LONGEST_SUMMARY);
    source = required("source", source, LONGEST_NAME);
    var unused = Level.of(severity);
    details = details.map(d -> PlainText.lines(d, LONGEST_DETAILS)).filter(d -> !d.isEmpty());
    link = link.map(String::strip).filter(l -> !l.isEmpty());
    link.ifPresent(NewAlert::checkLink);
    component = component.map(c -> PlainText.line(c, LONGEST_NAME)).filter(c -> !c.isEmpty());
    group = group.map(g -> PlainText.line(g, LONGEST_NAME)).filter(g -> !g.isEmpty());
    dedupKey.ifPresent(DedupKey::check);
  }

  private static String required(String input, String text, int longest) {
    String line = PlainText.line(text, longest);
    if (line.isEmpty()) {
      throw new IllegalArgumentException("input '" + input + "' must not be empty");
    }
    return line;
  }

  private static void checkLink(String link) {
    if (link.length() > LONGEST_LINK || !leadsSomewhere(link)) {
      throw new IllegalArgumentException(
          "input 'link' must be an address like https://firebreak.example.com/..., at most "
              + LONGEST_LINK
              + " characters long");
    }
  }

  private static boolean leadsSomewhere(String link) {
    try {
      URI uri = new URI(link);
      String scheme = String.valueOf(uri.getScheme());
      return scheme.matches("(?i)https?") && uri.getHost() != null && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
