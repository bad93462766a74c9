package dev.firebreak.connector;

import java.util.Locale;

/** The kinds of things an alert is about and an action works on. */
public enum TargetType {
  /** A running workload, {@code cluster/namespace/pod} or {@code namespace/pod}. */
  WORKLOAD,
  /** A person's or service's account, as its identity provider names it (login, e-mail or id). */
  IDENTITY,
  /** One key, token or session: an access key id, a token accessor; never the secret itself. */
  CREDENTIAL,
  /** A wallet or vault account, by the custody system's id. */
  WALLET,
  /** A blockchain address. */
  ADDRESS,
  /** A DNS name. */
  DOMAIN,
  /** An IPv4 or IPv6 address or CIDR range. */
  IP,
  /** A machine: instance id, device id or host name. */
  HOST,
  /** A coin or token (for example USDC), when a measure covers all wallets that hold it. */
  ASSET,
  /** A whole platform: an exchange's withdrawals, a custody workspace. */
  PLATFORM,
  /** A ticket or message channel. */
  TICKET;

  /**
   * The name used in data that playbooks read and in JSON: lower case, for example {@code wallet}.
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type for a {@link #key()}, in any case.
   *
   * @throws IllegalArgumentException naming the unknown value and the known ones
   */
  public static TargetType of(String key) {
    for (TargetType t : values()) {
      if (t.name().equalsIgnoreCase(key)) {
        return t;
      }
    }
    throw new IllegalArgumentException(
        "unknown target type '" + key + "'; known: " + java.util.List.of(values()));
  }
}
