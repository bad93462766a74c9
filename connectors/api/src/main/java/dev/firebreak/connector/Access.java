package dev.firebreak.connector;

import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.time.Clock;

/**
 * What an instance may use to reach the outside and to remember. What is opened here is closed with
 * the instance.
 */
public interface Access {
  /** HTTP to one endpoint. */
  VendorHttp http(Endpoint endpoint);

  /** TCP and TLS to one host and port, for protocols that are not HTTP. */
  VendorSockets sockets(VendorSockets.Address address);

  /** This instance's own lists. */
  Entries entries();

  /**
   * Has work done by workers that fetch it.
   *
   * @param credential what workers show: a bearer token, or the password of HTTP Basic with the
   *     instance's name as user
   */
  Handover handover(Secret credential);

  /**
   * The secret that a reference names, in settings that are not among the instance's own, such as a
   * file of declarations. When it changes, the instance is opened anew.
   *
   * @param what named in messages, for example {@code acme.yaml, secrets.token}
   * @throws IllegalArgumentException a sentence about a reference that can name nothing
   */
  default Secret secret(String what, String reference) {
    try {
      return SecretSource.LOCAL.find(SecretReference.of(reference));
    } catch (SecretMissing e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  Clock clock();
}
