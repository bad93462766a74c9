package dev.firebreak.app.secrets;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import dev.firebreak.http.Vitals;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What one configured instance opened; used by one thread until the instance is open. */
public final class InstanceAccess implements Access, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(InstanceAccess.class);

  private final List<String> privateHosts;
  private final int maxConnections;
  private final Entries entries;
  private final Function<Secret, Handover> handovers;
  private final SecretSource secrets;
  private final Clock clock;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<VendorHttp> https = new ArrayList<>();
  private final Map<String, SecretReference> references = new TreeMap<>();

  public InstanceAccess(
      List<String> privateHosts,
      int maxConnections,
      Entries entries,
      Function<Secret, Handover> handovers,
      SecretSource secrets,
      Clock clock) {
    this.privateHosts = privateHosts;
    this.maxConnections = maxConnections;
    this.entries = entries;
    this.handovers = handovers;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public VendorHttp http(Endpoint endpoint) {
    VendorHttp made = VendorHttp.open(endpoint, privateHosts, maxConnections);
    opened.add(made);
    https.add(made);
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
  public Secret secret(String what, String reference) {
    SecretReference at = SecretReference.of(reference);
    references.put(what, at);
    try {
      return secrets.find(at);
    } catch (SecretMissing e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  /** The secrets it was asked for, by the place that names them. */
  public Map<String, SecretReference> references() {
    return Map.copyOf(references);
  }

  /** How often a vendor said that our credential is not taken (HTTP 401). */
  public long refusals() {
    return https.stream().mapToLong(VendorHttp::refusals).sum();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /** Of its first HTTP endpoint, which is where it acts. */
  public Vitals vitals() {
    return https.isEmpty() ? Vitals.NONE : https.get(0).vitals();
  }

  @Override
  public void close() {
    for (AutoCloseable o : opened) {
      try {
        o.close();
      } catch (Exception e) {
        LOG.debugf(e, "a connection was not closed cleanly");
      }
    }
  }
}
