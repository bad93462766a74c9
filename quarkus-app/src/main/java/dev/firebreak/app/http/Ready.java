package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when alerts can be stored. */
@Readiness
public class Ready implements HealthCheck {
  private final Instance<Assembly> assembly;

  @Inject
  Ready(Instance<Assembly> assembly) {
    this.assembly = assembly;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      assembly.get().trail.last();
      boolean stopped = assembly.get().brakes.stop().stopped().isPresent();
      return HealthCheckResponse.named("store")
          .up()
          .withData("actions", stopped ? "stopped" : "running")
          .build();
    } catch (RuntimeException e) {
      return HealthCheckResponse.down("store");
    }
  }
}
