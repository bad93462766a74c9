package dev.firebreak.connector.declared;

import dev.firebreak.connector.Access;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.VendorHttp;
import java.util.List;

/** The kind {@code http}: a vendor whose requests a file describes. */
public final class HttpKind implements HttpConnectorKind<DeclaredSettings> {
  @Override
  public String kind() {
    return "http";
  }

  @Override
  public Class<DeclaredSettings> settings() {
    return DeclaredSettings.class;
  }

  @Override
  public Endpoint endpoint(DeclaredSettings settings) {
    return HttpFile.read(settings.file(), Secrets.HERE).endpoint();
  }

  @Override
  public Connector open(DeclaredSettings settings, VendorHttp http) {
    return open(HttpFile.read(settings.file(), Secrets.HERE), http);
  }

  @Override
  public Connector open(DeclaredSettings settings, Access access) {
    HttpFile file = HttpFile.read(settings.file(), access::secret);
    return open(file, access.http(file.endpoint()));
  }

  private static Connector open(HttpFile file, VendorHttp http) {
    return new Declared(
        file.actions().stream()
            .<Action<?, ?>>map(s -> new HttpAction(s, file, http).action())
            .toList(),
        new HttpReadiness(file.readiness(), file, http));
  }

  private record Declared(List<Action<?, ?>> actions, HttpReadiness asking) implements Connector {
    @Override
    public String name() {
      return "http";
    }

    @Override
    public Readiness readiness() throws ActionFailure {
      return asking.ask();
    }
  }
}
