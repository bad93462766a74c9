package dev.firebreak.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority for one test run. What it issues is for 127.0.0.1 and localhost, and
 * valid for two days. Safe for all threads.
 */
public final class TestAuthority {
  private final TestCertificate own;

  /**
   * @param name its common name
   */
  public TestAuthority(String name) {
    this.own = TestCertificate.named(name).authority().make();
  }

  /** Its own certificate in PEM. */
  public String pem() {
    return own.pem();
  }

  /** One for a server or a client. */
  public TestCertificate issue(String commonName) {
    return local(commonName).make();
  }

  /** One whose time is over since yesterday. */
  public TestCertificate issueExpired(String commonName) {
    Instant now = Instant.now();
    return local(commonName)
        .valid(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))
        .make();
  }

  /** One that may be used by servers only. */
  public TestCertificate issueForServers(String commonName) {
    return local(commonName).forServersOnly().make();
  }

  /** One for another host. */
  public TestCertificate issueForHost(String dnsName) {
    return TestCertificate.named(dnsName).forHost(dnsName).signedBy(own).make();
  }

  private TestCertificate.Draft local(String commonName) {
    return TestCertificate.named(commonName).forLoopback().forHost("localhost").signedBy(own);
  }

  /**
   * Of a client that trusts this authority alone.
   *
   * @param shown what the client shows of itself, by whomever it was issued
   */
  public SSLContext trusting(Optional<TestCertificate> shown) {
    return TestCertificate.context(shown, Optional.of(own));
  }
}
