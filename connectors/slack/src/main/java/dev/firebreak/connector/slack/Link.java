package dev.firebreak.connector.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses in Firebreak. Whoever can choose another one can fish for an approver's password. */
final class Link {
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  private static final int LONGEST = 3_000;

  /** Parts of a path that lead upwards, as browsers read them. */
  private static final Pattern DOTS = Pattern.compile("(?i)/(\\.|%2e){1,2}(/|$)|%2f|%5c");

  private Link() {}

  /**
   * An address that links can start with, without a trailing slash.
   *
   * @throws IllegalArgumentException naming the setting
   */
  static URI base(URI url) {
    boolean web = "https".equals(scheme(url)) || "http".equals(scheme(url));
    if (!web
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "setting 'firebreak-url' must be like https://firebreak.example.com, got '" + url + "'");
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  /**
   * The whole address of a link.
   *
   * @param link absolute, or a path in Firebreak that starts with a slash
   * @return empty where it leads elsewhere
   */
  static Optional<String> within(URI base, String link) {
    try {
      String whole = link.startsWith("/") ? base + link : link;
      URI uri = new URI(whole);
      String prefix = Optional.ofNullable(base.getRawPath()).orElse("");
      String path = Optional.ofNullable(uri.getRawPath()).orElse("");
      boolean inside =
          scheme(base).equals(scheme(uri))
              && base.getHost().equalsIgnoreCase(uri.getHost())
              && base.getPort() == uri.getPort()
              && uri.getRawUserInfo() == null
              && (path.equals(prefix) || path.startsWith(prefix + "/"))
              && !DOTS.matcher(path).find();
      return Optional.of(whole).filter(w -> inside && w.length() <= LONGEST && isAscii(w));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }
}
