package dev.firebreak.app.witness;

import dev.firebreak.app.config.FirebreakConfig;
import dev.firebreak.audit.FileWitness;
import dev.firebreak.audit.Witness;
import dev.firebreak.connector.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The witnesses that are configured. */
public final class WitnessPlaces {
  private static final String SETTING = "firebreak.audit.witness.";

  private WitnessPlaces() {}

  /**
   * @throws IllegalArgumentException a sentence about a setting that cannot work
   */
  public static List<Witness> of(FirebreakConfig.Witness config, Clock clock) {
    List<Witness> all = new ArrayList<>();
    config.file().ifPresent(file -> all.add(new FileWitness(Path.of(file))));
    if (!config.syslog().isEmpty()) {
      all.add(
          new SyslogWitness(
              Settings.bind(SETTING + "syslog", SyslogSettings.class, config.syslog())));
    }
    if (!config.objectStore().isEmpty()) {
      all.add(
          new ObjectStoreWitness(
              Settings.bind(
                  SETTING + "object-store", ObjectStoreSettings.class, config.objectStore()),
              clock));
    }
    return all;
  }
}
