package dev.firebreak.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The exchange's withdrawal service and the thief in it. Time moves only in {@link #advance}, so
 * what happens depends on the clock alone and never on when somebody looks. Used under the
 * sandbox's lock.
 */
final class Withdrawals {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** While his withdrawals are stopped the thief tries this many times less often. */
  private static final int PATIENCE = 25;

  private record Left(Instant at, BigDecimal usd) {}

  private final Pace pace;
  private final Map<String, Wallet> wallets = new LinkedHashMap<>();
  private final Map<String, Withdrawal> all = new LinkedHashMap<>();
  private final List<Withdrawal> open = new ArrayList<>();
  private final Map<String, Freeze> freezes = new LinkedHashMap<>();
  private final Deque<Left> lately = new ArrayDeque<>();
  private Optional<Thief> thief = Optional.empty();
  private int counter;

  Withdrawals(Pace pace) {
    this.pace = pace;
  }

  /** Somebody who withdraws from a wallet that is not his. */
  private static final class Thief {
    final Wallet wallet;
    final BigDecimal each;
    Instant next;

    Thief(Wallet wallet, BigDecimal each, Instant next) {
      this.wallet = wallet;
      this.each = each;
      this.next = next;
    }
  }

  void add(Wallet wallet) {
    wallets.put(wallet.id, wallet);
  }

  Collection<Wallet> wallets() {
    return wallets.values();
  }

  Collection<Freeze> freezes() {
    return freezes.values();
  }

  Collection<Withdrawal> all() {
    return all.values();
  }

  Optional<Withdrawal> withdrawal(String id) {
    return Optional.ofNullable(all.get(id));
  }

  Optional<Freeze> freeze(String id) {
    return Optional.ofNullable(freezes.get(id));
  }

  /** Starts the theft, or changes its speed. */
  void steal(String wallet, BigDecimal usdPerSecond, Instant now) {
    Wallet from =
        Optional.ofNullable(wallets.get(wallet))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no wallet '" + wallet + "' in the sandbox; known: " + wallets.keySet()));
    if (usdPerSecond.signum() <= 0) {
      throw new IllegalArgumentException("usdPerSecond must be over 0, got " + usdPerSecond);
    }
    BigDecimal each =
        usdPerSecond
            .multiply(BigDecimal.valueOf(pace.every().toMillis()))
            .divide(BigDecimal.valueOf(1_000), 2, RoundingMode.HALF_UP);
    thief = Optional.of(new Thief(from, each, now));
  }

  void stopThief() {
    thief = Optional.empty();
  }

  /** Lets everything happen that is due by now, in the order of time. */
  void advance(Instant now) {
    for (Optional<Instant> next = nextEvent(); ; next = nextEvent()) {
      if (next.isEmpty() || next.get().isAfter(now)) {
        break;
      }
      happen(next.get());
    }
    lately.removeIf(l -> !l.at().isAfter(now.minus(WINDOW)));
  }

  private Optional<Instant> nextEvent() {
    Optional<Instant> leaving =
        open.stream()
            .filter(w -> w.state == Withdrawal.State.PENDING)
            .map(w -> w.leavesAt)
            .min(Comparator.naturalOrder());
    Optional<Instant> expiry =
        freezes.values().stream()
            .filter(f -> open.stream().anyMatch(w -> w.holds.contains(f.id)))
            .flatMap(f -> f.terms.expiresAt().stream())
            .min(Comparator.naturalOrder());
    Optional<Instant> submitting =
        thief.filter(t -> t.wallet.available().signum() > 0).map(t -> t.next);
    return List.of(leaving, expiry, submitting).stream()
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private void happen(Instant at) {
    for (Freeze f : freezes.values()) {
      if (heldBy(f.id) > 0 && f.state(at).equals("EXPIRED")) {
        release(f.id, at);
      }
    }
    for (Withdrawal w : List.copyOf(open)) {
      if (w.state == Withdrawal.State.PENDING && !w.leavesAt.isAfter(at)) {
        send(w, at);
      }
    }
    thief
        .filter(t -> t.wallet.available().signum() > 0 && !t.next.isAfter(at))
        .ifPresent(t -> submitStolen(t, at));
  }

  private void submitStolen(Thief t, Instant at) {
    Withdrawal w =
        submit(t.wallet, "acct-7731", "0x9c41f0b2aa7d", t.each.min(t.wallet.available()), at);
    boolean stopped = w.state != Withdrawal.State.PENDING;
    t.next = at.plus(pace.every().multipliedBy(stopped ? PATIENCE : 1));
  }

  private void send(Withdrawal w, Instant at) {
    Wallet wallet = wallets.get(w.wallet);
    w.state = Withdrawal.State.SENT;
    open.remove(w);
    if (wallet != null) {
      wallet.claimed = wallet.claimed.subtract(w.usd);
      wallet.balance = wallet.balance.subtract(w.usd);
      wallet.lost = wallet.lost.add(w.usd);
    }
    lately.add(new Left(at, w.usd));
  }

  private Withdrawal submit(
      Wallet from, String account, String destination, BigDecimal usd, Instant at) {
    counter++;
    Withdrawal w =
        new Withdrawal(
            "wd-" + counter, from, account, destination, usd, at, at.plus(pace.settle()));
    all.put(w.id, w);
    open.add(w);
    from.claimed = from.claimed.add(usd);
    for (Freeze f : freezes.values()) {
      if (f.state(at).equals("ACTIVE") && f.covers(w) && w.open()) {
        apply(f, w);
      }
    }
    return w;
  }

  private void apply(Freeze f, Withdrawal w) {
    if (f.terms.mode() == Freeze.Mode.REJECT) {
      f.rejected++;
      reject(w);
    } else {
      w.holds.add(f.id);
      w.state = Withdrawal.State.HELD;
    }
  }

  private void reject(Withdrawal w) {
    w.state = Withdrawal.State.REJECTED;
    open.remove(w);
    Optional.ofNullable(wallets.get(w.wallet))
        .ifPresent(wallet -> wallet.claimed = wallet.claimed.subtract(w.usd));
  }

  /** Puts a freeze in force, for what is pending and for what comes. */
  Freeze freeze(String id, Freeze.Terms terms, Instant now) {
    Freeze f = new Freeze(id, terms, now);
    freezes.put(id, f);
    for (Withdrawal w : List.copyOf(open)) {
      if (f.covers(w)) {
        apply(f, w);
      }
    }
    return f;
  }

  /** Lifts a freeze; what only it held is pending again, and leaves after the usual time. */
  void lift(Freeze f, Instant now) {
    f.lift();
    release(f.id, now);
  }

  /** Holds one open withdrawal. Whether it could be held. */
  boolean hold(Withdrawal w, String holdId) {
    if (!w.open()) {
      return false;
    }
    w.holds.add(holdId);
    w.state = Withdrawal.State.HELD;
    return true;
  }

  /** Takes one hold off a withdrawal. Whether it was on it. */
  boolean release(Withdrawal w, String holdId, Instant now) {
    boolean was = w.holds.remove(holdId);
    if (was && w.holds.isEmpty() && w.state == Withdrawal.State.HELD) {
      w.state = Withdrawal.State.PENDING;
      w.leavesAt = now.plus(pace.settle());
    }
    return was;
  }

  private void release(String holdId, Instant now) {
    for (Withdrawal w : List.copyOf(open)) {
      release(w, holdId, now);
    }
    thief.filter(t -> t.next.isAfter(now)).ifPresent(t -> t.next = now);
  }

  long heldBy(String holdId) {
    return open.stream().filter(w -> w.holds.contains(holdId)).count();
  }

  BigDecimal lost() {
    return wallets.values().stream().map(w -> w.lost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What left in the last two seconds, for each second. */
  BigDecimal lossPerSecond() {
    return lately.stream()
        .map(Left::usd)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(WINDOW.toSeconds()), 2, RoundingMode.HALF_UP);
  }

  /** Whether value can still leave: something is pending, or the thief's next one would be. */
  boolean draining(Instant now) {
    boolean pending = open.stream().anyMatch(w -> w.state == Withdrawal.State.PENDING);
    boolean next =
        thief.filter(t -> t.wallet.available().signum() > 0 && !blocked(t, now)).isPresent();
    return pending || next;
  }

  private boolean blocked(Thief t, Instant now) {
    Withdrawal probe = new Withdrawal("none", t.wallet, "acct-7731", "none", t.each, now, now);
    return freezes.values().stream()
        .anyMatch(f -> f.state(now).equals("ACTIVE") && f.covers(probe));
  }
}
