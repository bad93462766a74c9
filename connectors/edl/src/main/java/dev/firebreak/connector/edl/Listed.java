package dev.firebreak.connector.edl;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.DomainName;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Target;

/** A value for one of the lists, in its one spelling; the input of the actions. */
sealed interface Listed {
  Feed feed();

  String value();

  default Target target() {
    return new Target(feed().target(), value());
  }

  /** For the list {@code ip}. */
  record Ip(
      @Describe("Public address or CIDR range, for example 203.0.113.9 or 2001:db8:7::/48.")
          String ip)
      implements Listed {
    public Ip {
      ip = IpRange.of(ip).toString();
    }

    @Override
    public Feed feed() {
      return Feed.IP;
    }

    @Override
    public String value() {
      return ip;
    }
  }

  /** For the list {@code domain}. */
  record Domain(
      @Describe("Domain, for example pay.evil.example; no wildcard, no public suffix.")
          String domain)
      implements Listed {
    public Domain {
      domain = DomainName.spelled(domain);
    }

    @Override
    public Feed feed() {
      return Feed.DOMAIN;
    }

    @Override
    public String value() {
      return domain;
    }
  }

  /** For the list {@code url}. */
  record Url(
      @Describe("URL, for example https://evil.example/claim; listed without its scheme.")
          String url)
      implements Listed {
    public Url {
      url = UrlEntry.of(url).toString();
    }

    @Override
    public Feed feed() {
      return Feed.URL;
    }

    @Override
    public String value() {
      return url;
    }
  }
}
