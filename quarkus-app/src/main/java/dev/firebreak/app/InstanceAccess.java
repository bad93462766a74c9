package dev.firebreak.app;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import dev.firebreak.http.Vitals;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What one configured instance opened; used by one thread until the instance is open. */
final class InstanceAccess implements Access, AutoCloseable {
  private final List<String> privateHosts;
  private final int maxConnections;
  private final Entries entries;
  private final Function<Secret, Handover> handovers;
  private final Clock clock;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Optional<VendorHttp> http = Optional.empty();

  InstanceAccess(
      List<String> privateHosts,
      int maxConnections,
      Entries entries,
      Function<Secret, Handover> handovers,
      Clock clock) {
    this.privateHosts = privateHosts;
    this.maxConnections = maxConnections;
    this.entries = entries;
    this.handovers = handovers;
    this.clock = clock;
  }

  @Override
  public VendorHttp http(Endpoint endpoint) {
    VendorHttp made = VendorHttp.open(endpoint, privateHosts, maxConnections);
    opened.add(made);
    http = http.or(() -> Optional.of(made));
    return made;
  }

  @Override
  public VendorSockets sockets(VendorSockets.Address address) {
    VendorSockets made = VendorSockets.open(address, privateHosts);
    opened.add(made);
    return made;
  }

  @Override
  public Entries entries() {
    return entries;
  }

  @Override
  public Handover handover(Secret credential) {
    return handovers.apply(credential);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /** Of its first HTTP endpoint, which is where it acts. */
  Vitals vitals() {
    return http.map(VendorHttp::vitals).orElse(Vitals.NONE);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable o : opened) {
      o.close();
    }
  }
}
