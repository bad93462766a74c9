package dev.firebreak.connector.ofac;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.time.Clock;
import java.util.List;

/** What an instance may use, with vendors on this machine and no lists. */
record TestAccess(Clock clock) implements Access {
  @Override
  public VendorHttp http(Endpoint endpoint) {
    return VendorHttp.open(endpoint, List.of("127.0.0.1"));
  }

  @Override
  public VendorSockets sockets(VendorSockets.Address address) {
    throw new UnsupportedOperationException("this connector speaks HTTP");
  }

  @Override
  public Entries entries() {
    throw new UnsupportedOperationException("this connector keeps a file");
  }

  @Override
  public Handover handover(Secret credential) {
    throw new UnsupportedOperationException("this connector hands nothing over");
  }
}
