package dev.firebreak.connector.ofac;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.http.Endpoint;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The kind {@code ofac}: screening against the SDN list on disk.
 *
 * @see <a
 *     href="https://ofac.treasury.gov/specially-designated-nationals-and-blocked-persons-list-sdn-human-readable-lists">The
 *     SDN list</a>
 */
public final class OfacKind implements ConnectorKind<OfacSettings> {
  /** Twice what sdn_advanced.xml had in 2026 (116 MB). */
  private static final int LARGEST = 256 * 1024 * 1024;

  @Override
  public String kind() {
    return "ofac";
  }

  @Override
  public Class<OfacSettings> settings() {
    return OfacSettings.class;
  }

  @Override
  public Connector open(OfacSettings settings, Access access) {
    return open(settings, access, OfacKind::runOnce);
  }

  static Ofac open(OfacSettings settings, Access access, Executor background) {
    Clock clock = access.clock();
    ListFiles files = new ListFiles(settings.paths(), settings.maxAge(), clock);
    Optional<Download> download =
        settings
            .url()
            .map(
                u ->
                    new Download(
                        access.http(endpoint(u, settings)), u, settings.paths().get(0), clock));
    return new Ofac(new CurrentList(files, download, settings.refresh(), clock, background));
  }

  private static Endpoint endpoint(URI url, OfacSettings settings) {
    URI base = URI.create(url.getScheme() + "://" + url.getRawAuthority());
    return new Endpoint(base, Set.copyOf(settings.redirectHosts()), settings.timeout(), LARGEST);
  }

  /** A thread that ends with its download: nothing has to be stopped when the instance closes. */
  private static void runOnce(Runnable look) {
    Thread thread = new Thread(look, "ofac-download");
    thread.setDaemon(true);
    thread.start();
  }
}
