package dev.firebreak.connector.edl;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may fetch the lists, and what may never be on them.
 *
 * @param username without a colon, which separates it from the password (RFC 7617)
 * @param password 16 characters or more of visible ASCII, as is {@code nextPassword}
 * @param broadestIpv4 shortest prefix of an IPv4 range, as is {@code broadestIpv6}
 * @param most entries of one list
 * @param confirm what makes a block confirmed: {@code fetched} or {@code listed}
 * @param pullInterval how often firewalls fetch, 1 s to 28 minutes
 */
public record EdlSettings(
    @Describe("User name with which firewalls fetch the lists (HTTP Basic authentication).")
        String username,
    @Describe("Its password: 16 characters or more, ASCII without spaces.") Secret password,
    @Describe("Accepted as well, while firewalls are given a new password one by one.")
        Optional<Secret> nextPassword,
    @Describe(
            "Addresses, ranges and domains that are never listed: your own, your custodians', your"
                + " banks'. A domain stands for everything below it.")
        List<String> never,
    @Describe(
            value = "Shortest prefix of an IPv4 range; broader ones are refused.",
            byDefault = "8")
        int broadestIpv4,
    @Describe(
            value = "Shortest prefix of an IPv6 range; broader ones are refused.",
            byDefault = "32")
        int broadestIpv6,
    @Describe(
            value = "Most entries of one list: what the smallest subscribed firewall can load.",
            byDefault = "50000")
        int most,
    @Describe(
            value =
                "What confirms a block: `fetched`, a firewall has fetched the list since; or"
                    + " `listed`, it is on the list.",
            byDefault = "fetched")
        String confirm,
    @Describe(
            value = "How often the firewalls fetch; at most PT28M, or confirm by `listed`.",
            byDefault = "PT5M")
        Duration pullInterval) {

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(28);

  public EdlSettings {
    never = List.copyOf(never);
    if (!username.matches("[!-9;-~]{1,64}")) {
      throw new IllegalArgumentException(
          "setting 'username' must be 1 to 64 ASCII characters without space and colon");
    }
    check("password", password);
    nextPassword.ifPresent(p -> check("next-password", p));
    between("broadest-ipv4", broadestIpv4, 1, 32);
    between("broadest-ipv6", broadestIpv6, 1, 128);
    between("most", most, 1, 150_000);
    if (!confirm.equals("fetched") && !confirm.equals("listed")) {
      throw new IllegalArgumentException(
          "setting 'confirm' must be fetched or listed, got '" + confirm + "'");
    }
    if (pullInterval.toSeconds() < 1 || pullInterval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "setting 'pull-interval' must be 1 s to 28 minutes, got " + pullInterval);
    }
  }

  boolean confirmedWhenFetched() {
    return confirm.equals("fetched");
  }

  private static void check(String key, Secret password) {
    if (!password.keeps(p -> p.matches("[!-~]{16,200}"))) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be 16 to 200 ASCII characters without spaces");
    }
  }

  private static void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be " + least + " to " + most + ", got " + value);
    }
  }
}
