package dev.firebreak.connector.evm;

import dev.firebreak.connector.Entries;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What was sent for a call, on disk before it is sent: so a call that is made again, here or on
 * another node, finds its own transaction and sends no second one.
 */
record SentTransactions(Entries entries) {
  /**
   * One transaction that was sent, or was about to be.
   *
   * @param number counts the attempts of a call from 0
   * @param raw the signed bytes in hex
   */
  record Attempt(
      int number,
      BigInteger nonce,
      Unsigned.Fees fees,
      BigInteger gas,
      String hash,
      String raw,
      Instant at) {

    static Attempt of(int number, Unsigned t, byte[] raw, Instant at) {
      String hash = Hex.of(Secp256k1.keccak256(raw));
      return new Attempt(number, t.nonce(), t.fees(), t.gas(), hash, Hex.of(raw), at);
    }

    private static Attempt of(Entries.Entry entry) {
      List<String> parts = Arrays.asList(entry.value().split(" ", -1));
      Unsigned.Fees fees =
          new Unsigned.Fees(new BigInteger(parts.get(2)), new BigInteger(parts.get(3)));
      return new Attempt(
          Integer.parseInt(parts.get(0)),
          new BigInteger(parts.get(1)),
          fees,
          new BigInteger(parts.get(4)),
          parts.get(5),
          parts.get(6),
          entry.addedAt());
    }

    /** Sorts by number, as a list's values are. */
    private String value() {
      return "%03d %s %s %s %s %s %s"
          .formatted(number, nonce, fees.tip(), fees.most(), gas, hash, raw);
    }
  }

  /** The attempts of a call, oldest first. */
  List<Attempt> of(String idempotencyKey) {
    return entries.all(list(idempotencyKey)).stream().map(Attempt::of).toList();
  }

  void add(String idempotencyKey, Attempt attempt, String note) {
    entries.add(list(idempotencyKey), attempt.value(), note);
  }

  /** For one that the node certainly did not take. */
  void forget(String idempotencyKey, Attempt attempt) {
    entries.remove(list(idempotencyKey), attempt.value());
  }

  private static String list(String idempotencyKey) {
    return "sent-" + idempotencyKey;
  }
}
