package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.Installed;
import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.app.security.Roles;
import dev.firebreak.intake.Messages;
import dev.firebreak.intake.Source;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What could be configured, what is, and when each source was last heard. */
@Path("/api/v1/installed")
@RolesAllowed(Roles.LOOKS_AFTER)
@Blocking
public class InstalledResource extends Api {
  private final Assembly assembly;
  private final FirebreakConfig config;
  private final Installed installed = new Installed();

  @Inject
  InstalledResource(Assembly assembly, FirebreakConfig config) {
    this.assembly = assembly;
    this.config = config;
  }

  /** Kinds on the class path. */
  public record Kinds(List<Installed.Kind> connectors, List<Installed.Kind> sources) {}

  @GET
  @Path("/kinds")
  public Kinds kinds() {
    return new Kinds(installed.connectorKinds(), installed.sourceKinds());
  }

  /** By name; of a secret only whether and from where it is given. */
  public record SettingsView(
      Map<String, List<Installed.Value>> connectors, Map<String, List<Installed.Value>> sources) {}

  @GET
  @Path("/settings")
  @RolesAllowed({Roles.CONNECTOR_ADMIN, Roles.AUDITOR})
  public SettingsView settings() {
    Map<String, List<Installed.Value>> connectors = new TreeMap<>();
    config.connectors().forEach((name, c) -> connectors.put(name, installed.of(c)));
    Map<String, List<Installed.Value>> sources = new TreeMap<>();
    config.sources().forEach((id, s) -> sources.put(id, installed.of(s)));
    return new SettingsView(connectors, sources);
  }

  /** When each source was last heard, of those heard in the last 30 days. */
  @GET
  @Path("/last-heard")
  public Map<String, Instant> lastHeard() {
    return new TreeMap<>(
        new Messages(assembly.database)
            .lastHeard(assembly.sources.all().stream().map(Source::id).toList()));
  }
}
