package dev.firebreak.connector.edl;

import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.DomainName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a URL list as firewalls read it: host and path without scheme, and a slash behind a
 * bare host, without which some match {@code evil.example.org} by {@code evil.example} too
 * (https://docs.paloaltonetworks.com/advanced-url-filtering/administration/configuring-url-filtering/url-category-exceptions/guidelines-for-url-category-exceptions).
 *
 * @param host a domain or an IPv4 address
 * @param path with its query, from the first slash on
 */
record UrlEntry(String host, String path) {
  /** As long as an entry may be: the page above, and the one on Cloud NGFW's URL categories. */
  private static final int LONGEST = 255;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?i:https?)://)?(?<host>[^/?#:@\\[\\]\\\\]+)(?<path>[/?][^#]*)?(?:#.*)?",
          Pattern.DOTALL);

  /** Visible ASCII without the wildcards of the page above and what no URL holds (RFC 3986). */
  private static final Pattern PATH = Pattern.compile("[!$-)+-;=?-Z_a-z~\\[\\]&&[^\"<>^`{|}*]]*");

  /**
   * @throws IllegalArgumentException a sentence about what is wrong with the text
   */
  static UrlEntry of(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a URL is written like https://evil.example/path, without user and port, which lists do"
              + " not know; to stop the whole host, block its domain or address");
    }
    String found = form.group("path") == null ? "" : form.group("path");
    String path = found.startsWith("/") ? found : "/" + found;
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "the path of a URL must be percent-encoded and hold no wildcard (* or ^)");
    }
    UrlEntry entry = new UrlEntry(host(form.group("host")), path);
    if (entry.toString().length() > LONGEST) {
      throw new IllegalArgumentException(
          "a URL on a list has at most " + LONGEST + " characters; block its domain instead");
    }
    return entry;
  }

  private static String host(String text) {
    return IpAddress.parse(text).filter(text::equals).orElseGet(() -> DomainName.spelled(text));
  }

  @Override
  public String toString() {
    return host + path;
  }
}
