package dev.firebreak.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;

/**
 * What a vendor repeats of the credentials it was sent, as some do in errors. It is taken out
 * before anybody quotes the answer, since a quote that is cut may hold a part that nobody finds any
 * more.
 */
final class Echo {
  /** AWS's are known by their names, and {@link AwsQuery} takes them out. */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)(?!idempotency|x-amz-).*(auth|key|token|secret|password|signature).*(?<!-id)");

  /** Shorter words may well be something else. */
  private static final int SHORTEST = 12;

  private Echo() {}

  /**
   * The body without the words of the headers that look like credentials.
   *
   * @param sent the request's headers
   */
  static byte[] removed(Header[] sent, byte[] body) {
    String before = new String(body, StandardCharsets.ISO_8859_1);
    String after = before;
    for (Header h : sent) {
      if (CREDENTIAL.matcher(h.getName()).matches()) {
        for (String word : h.getValue().split("[\\s,]+")) {
          after = word.length() >= SHORTEST ? after.replace(word, "(secret)") : after;
        }
      }
    }
    return after.equals(before) ? body : after.getBytes(StandardCharsets.ISO_8859_1);
  }
}
