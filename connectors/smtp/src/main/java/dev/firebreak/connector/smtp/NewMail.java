package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Describe;
import java.util.List;
import java.util.Optional;

/**
 * The mail to send.
 *
 * @param to at least one and at most 20 addresses
 * @param subject one line, cut at 200 characters
 * @param text cut at 50,000 characters
 * @param html whether the text is sent as HTML too, escaped and with its line breaks
 */
public record NewMail(
    @Describe("Addresses, all of them allowed by the connector's setting 'recipients'")
        List<String> to,
    @Describe("Subject, one line; cut at 200 characters") String subject,
    @Describe("Plain text of the mail; cut at 50,000 characters") String text,
    @Describe("Whether the same text is sent as HTML beside it; no without")
        Optional<Boolean> html) {
  private static final int MOST = 20;
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_TEXT = 50_000;

  public NewMail {
    to = to == null ? List.of() : to.stream().map(String::strip).distinct().toList();
    if (to.isEmpty() || to.size() > MOST) {
      throw new IllegalArgumentException("input 'to' must be 1 to " + MOST + " addresses");
    }
    for (String address : to) {
      if (!Mailbox.isAddress(address)) {
        throw new IllegalArgumentException(
            "input 'to' must be addresses such as soc@example.com, got '"
                + PlainText.line(address, 60)
                + "'");
      }
    }
    subject = PlainText.line(subject, LONGEST_SUBJECT);
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("input 'subject' must not be empty");
    }
    text = PlainText.lines(text, LONGEST_TEXT);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("input 'text' must not be empty");
    }
  }
}
