package dev.firebreak.connector.slack;

import dev.firebreak.connector.Describe;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people are asked to decide in Firebreak.
 *
 * @param channel the channel's id
 * @param asked one sentence or more
 * @param timeout an ISO 8601 duration, shown in words, or words
 * @param link see {@link Link#within}
 */
public record Question(
    @Describe("Id of the channel, for example C0123456789") String channel,
    @Describe("What is asked, for example: Suspend the Okta user ana@example.com?") String asked,
    @Describe("What it would be done to") String target,
    @Describe("Severity of the incident") String severity,
    @Describe("How long an answer is waited for: a duration such as PT15M, or words")
        String timeout,
    @Describe("What happens when nobody answers, for example: the wallet is frozen") String silence,
    @Describe("Address of the approval in Firebreak, or its path there") String link,
    @Describe("More for people, shown below") Optional<String> details,
    @Describe("ts of a message, to ask in its thread") Optional<String> thread) {
  private static final int LONGEST_FIELD = 400;

  public Question {
    Place.check(channel);
    asked = required("asked", PlainText.lines(asked));
    target = required("target", PlainText.line(target, LONGEST_FIELD));
    severity = required("severity", PlainText.line(severity, LONGEST_FIELD));
    timeout = required("timeout", PlainText.line(timeout, LONGEST_FIELD));
    silence = required("silence", PlainText.line(silence, LONGEST_FIELD));
    link = required("link", link.strip());
    details = details.map(PlainText::lines).filter(d -> !d.isEmpty());
    thread.ifPresent(t -> Place.checkTs("thread", t));
  }

  private static String required(String input, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("input '" + input + "' must not be empty");
    }
    return text;
  }

  /** The time-out for people, for example {@code 1 h 30 min}. */
  String timeoutInWords() {
    try {
      Duration d = Duration.parse(timeout);
      List<String> parts = new ArrayList<>();
      part(parts, d.toHours(), "h");
      part(parts, d.toMinutesPart(), "min");
      part(parts, d.toSecondsPart(), "s");
      return d.isNegative() || parts.isEmpty() ? timeout : String.join(" ", parts);
    } catch (DateTimeParseException e) {
      return timeout;
    }
  }

  private static void part(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }
}
