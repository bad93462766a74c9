package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.DomainName;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/** Makes the DNS library's names and keys from settings. */
final class Names {
  private Names() {}

  /**
   * @throws IllegalArgumentException naming the setting
   */
  static Name setting(String key, String text) {
    try {
      return Name.fromString(DomainName.spelled(text) + ".");
    } catch (IllegalArgumentException | TextParseException e) {
      throw new IllegalArgumentException("setting '" + key + "': " + e.getMessage(), e);
    }
  }

  static TSIG key(DnsRpzSettings settings, Clock clock) {
    byte[] secret = Base64.getDecoder().decode(settings.keySecret().reveal());
    String algorithm = settings.keyAlgorithm();
    SecretKey key = new SecretKeySpec(secret, algorithm);
    return new TSIG(
        TSIG.algorithmToName(algorithm), setting("key-name", settings.keyName()), key, clock);
  }
}
