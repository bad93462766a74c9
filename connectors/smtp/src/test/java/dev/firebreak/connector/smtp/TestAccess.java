package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Handover;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.time.Clock;
import java.util.List;

/** What an instance may use, with mail servers on this machine alone. */
record TestAccess(Clock clock) implements Access {
  @Override
  public VendorHttp http(Endpoint endpoint) {
    throw new UnsupportedOperationException("this connector speaks SMTP");
  }

  @Override
  public VendorSockets sockets(VendorSockets.Address address) {
    return VendorSockets.open(address, List.of("127.0.0.1"));
  }

  @Override
  public Entries entries() {
    throw new UnsupportedOperationException("this connector keeps nothing");
  }

  @Override
  public Handover handover(Secret credential) {
    throw new UnsupportedOperationException("this connector hands nothing over");
  }
}
