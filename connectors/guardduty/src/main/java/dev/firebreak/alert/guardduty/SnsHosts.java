package dev.firebreak.alert.guardduty;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SNS hosts that may be asked, one a region; every URL in a message is checked against them
 * before it is used (https://docs.aws.amazon.com/general/latest/gr/sns.html).
 */
final class SnsHosts {
  private static final Pattern CERTIFICATE = Pattern.compile("/[A-Za-z0-9._-]{1,150}\\.pem");

  private final List<String> hosts;

  SnsHosts(List<String> regions) {
    this.hosts =
        regions.stream()
            .map(r -> "sns." + r + ".amazonaws.com" + (r.startsWith("cn-") ? ".cn" : ""))
            .toList();
  }

  List<String> names() {
    return hosts;
  }

  /** The URL, where it is a certificate file on one of the hosts. */
  Optional<URI> certificate(String url) {
    return known(url)
        .filter(u -> CERTIFICATE.matcher(u.getRawPath()).matches() && u.getRawQuery() == null);
  }

  /** The URL, where it confirms a subscription on one of the hosts. */
  Optional<URI> confirmation(String url) {
    return known(url)
        .filter(u -> u.getRawPath().equals("/") || u.getRawPath().isEmpty())
        .filter(
            u ->
                u.getRawQuery() != null
                    && List.of(u.getRawQuery().split("&")).contains("Action=ConfirmSubscription"));
  }

  private Optional<URI> known(String url) {
    try {
      URI uri = new URI(url);
      boolean plain =
          "https".equals(uri.getScheme())
              && uri.getRawUserInfo() == null
              && uri.getPort() == -1
              && uri.getRawFragment() == null
              && uri.getRawPath() != null;
      return plain && uri.getHost() != null && hosts.contains(uri.getHost())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
