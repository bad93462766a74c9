package dev.firebreak.access;

import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;

/**
 * Slows down guessing, by account and by address, on all nodes together. A try counts before its
 * password is looked at, so tries at the same moment gain nothing; a success wipes its account's
 * count and gives its address the try back. Waits are short, because shutting people out is an
 * attack as well.
 */
final class SignInTries {
  static final Limit ACCOUNT = new Limit(5, Duration.ofMinutes(5), Duration.ofHours(1));
  static final Limit ADDRESS = new Limit(20, Duration.ofMinutes(1), Duration.ofMinutes(15));

  private final Database database;
  private final Clock clock;

  SignInTries(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param free tries without a wait; each further one doubles it, from a second
   * @param forgotten after this time without a try
   */
  record Limit(int free, Duration longest, Duration forgotten) {
    Duration after(int tries) {
      int doublings = Math.min(tries - free, 20);
      Duration wait = doublings < 0 ? Duration.ZERO : Duration.ofSeconds(1L << doublings);
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }

  /**
   * Counts a try.
   *
   * @throws TooManyTries when it comes too early
   */
  void count(String name, String address) throws TooManyTries {
    Duration wait =
        database.inTransaction(
            h -> {
              Duration account = wait(h, account(name));
              Duration from = wait(h, address(address));
              Duration longer = account.compareTo(from) > 0 ? account : from;
              if (longer.isZero()) {
                count(h, account(name), ACCOUNT);
                count(h, address(address), ADDRESS);
              }
              return longer;
            });
    if (!wait.isZero()) {
      throw new TooManyTries(wait);
    }
  }

  /** Under the lock of its row, which is made where it is missing. */
  private Duration wait(Handle h, String key) {
    h.createUpdate(
            "insert into sign_in_try (key, tries, last_at, until) values (:k, 0, :now, :now)"
                + " on conflict do nothing")
        .bind("k", key)
        .bind("now", Rows.at(clock.instant()))
        .execute();
    Instant until =
        h.createQuery("select until from sign_in_try where key = :k for update")
            .bind("k", key)
            .map((r, c) -> Rows.instant(r, "until"))
            .one();
    Duration left = Duration.between(clock.instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void count(Handle h, String key, Limit limit) {
    Instant now = clock.instant();
    int tries =
        h.createQuery(
                "update sign_in_try set last_at = :now,"
                    + " tries = case when last_at < :old then 1 else tries + 1 end"
                    + " where key = :k returning tries")
            .bind("now", Rows.at(now))
            .bind("old", Rows.at(now.minus(limit.forgotten())))
            .bind("k", key)
            .mapTo(Integer.class)
            .one();
    h.createUpdate("update sign_in_try set until = :u where key = :k")
        .bind("u", Rows.at(now.plus(limit.after(tries))))
        .bind("k", key)
        .execute();
  }

  /** It was the right password: that try was no guess, and those before it were the same man's. */
  void succeeded(String name, String address) {
    database.inTransaction(
        h -> {
          h.createUpdate("delete from sign_in_try where key = :k")
              .bind("k", account(name))
              .execute();
          h.createUpdate("update sign_in_try set tries = greatest(tries - 1, 0) where key = :k")
              .bind("k", address(address))
              .execute();
          h.createUpdate("delete from sign_in_try where last_at < :old")
              .bind("old", Rows.at(clock.instant().minus(Duration.ofDays(1))))
              .execute();
          return true;
        });
  }

  /** What can be no name shares one count, so that made-up names do not fill the table. */
  private static String account(String name) {
    return "account:" + (name.matches("[A-Za-z0-9._@-]{1,64}") ? name : "?");
  }

  /** Of an IPv6 address the network part: the rest is its owner's to choose. */
  private static String address(String address) {
    return "address:" + (address.contains(":") ? network(address) : address);
  }

  private static String network(String address) {
    String plain = address.replaceFirst("%.*", "");
    if (!plain.matches("[0-9A-Fa-f:.]{2,45}")) {
      return "?";
    }
    try {
      byte[] bytes = InetAddress.getByName(plain).getAddress();
      return HexFormat.of().formatHex(bytes, 0, bytes.length == 16 ? 8 : bytes.length);
    } catch (UnknownHostException e) {
      return "?";
    }
  }
}
