package dev.firebreak.testkit;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an instance may use, in tests of connectors that need more than HTTP. What a test does not
 * allow fails it: {@code FakeAccess.at(clock).withHttp().withEntries()} reaches vendors on
 * 127.0.0.1 and keeps lists in memory, and nothing else. Immutable but for the lists; every {@code
 * with} method returns a changed copy.
 */
public final class FakeAccess implements Access {
  private static final List<String> HERE = List.of("127.0.0.1");

  private enum Way {
    HTTP,
    SOCKETS
  }

  private final Clock clock;
  private final Set<Way> ways;
  private final Optional<FakeEntries> entries;

  private FakeAccess(Clock clock, Set<Way> ways, Optional<FakeEntries> entries) {
    this.clock = clock;
    this.ways = ways;
    this.entries = entries;
  }

  /** Nothing but the time. */
  public static FakeAccess at(Clock clock) {
    return new FakeAccess(clock, Set.of(), Optional.empty());
  }

  /** And HTTP to this machine, without TLS too. */
  public FakeAccess withHttp() {
    return with(Way.HTTP);
  }

  /** And TCP to this machine. */
  public FakeAccess withSockets() {
    return with(Way.SOCKETS);
  }

  /** And lists in memory, empty ones. */
  public FakeAccess withEntries() {
    return new FakeAccess(clock, ways, Optional.of(new FakeEntries(clock)));
  }

  private FakeAccess with(Way way) {
    Set<Way> more = ways.isEmpty() ? Set.of(way) : Set.of(Way.values());
    return new FakeAccess(clock, more, entries);
  }

  @Override
  public VendorHttp http(Endpoint endpoint) {
    require(ways.contains(Way.HTTP), "HTTP to " + endpoint.base(), "withHttp()");
    return VendorHttp.open(endpoint, HERE);
  }

  @Override
  public VendorSockets sockets(VendorSockets.Address address) {
    require(
        ways.contains(Way.SOCKETS),
        "a socket to " + address.host() + ":" + address.port(),
        "withSockets()");
    return VendorSockets.open(address, HERE);
  }

  @Override
  public Entries entries() {
    require(entries.isPresent(), "lists of its own", "withEntries()");
    return entries.get();
  }

  /** The values of every list that one was ever added to, in their natural order. */
  public Map<String, List<String>> kept() {
    return entries.map(FakeEntries::values).orElse(Map.of());
  }

  /**
   * @throws AssertionError always
   */
  @Override
  public Handover handover(Secret credential) {
    throw new AssertionError("the connector hands work over, but no worker fetches any here");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  private static void require(boolean allowed, String what, String by) {
    if (!allowed) {
      throw new AssertionError(
          "the connector asks for " + what + ", which FakeAccess gives only " + by);
    }
  }
}
