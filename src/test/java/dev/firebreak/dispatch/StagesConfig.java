package dev.firebreak.dispatch;

import dev.firebreak.app.config.FirebreakConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that the stages read, as they are by default; containments are not read again. */
record StagesConfig(List<String> never, int cap, int atOnce) implements FirebreakConfig {
  /** Nothing is held back. */
  StagesConfig() {
    this(List.of(), 0, 0);
  }

  @Override
  public String home() {
    return "target";
  }

  @Override
  public String node() {
    return "node-1";
  }

  @Override
  public Playbooks playbooks() {
    return () -> "playbooks";
  }

  @Override
  public Map<String, SourceConfig> sources() {
    return Map.of();
  }

  @Override
  public Map<String, ConnectorConfig> connectors() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> tags() {
    return Map.of();
  }

  @Override
  public Intake intake() {
    return new Intake() {
      @Override
      public int limit() {
        return 5_000;
      }

      @Override
      public int criticalLimit() {
        return 20_000;
      }
    };
  }

  @Override
  public Correlation correlation() {
    return () -> Duration.ofHours(1);
  }

  @Override
  public Brakes brakes() {
    return new Brakes() {
      @Override
      public Optional<List<String>> neverContain() {
        return Optional.of(never);
      }

      @Override
      public int containPerHour() {
        return cap;
      }

      @Override
      public int containAtOnce() {
        return atOnce;
      }
    };
  }

  @Override
  public Readiness readiness() {
    return () -> Duration.ofHours(1);
  }

  @Override
  public Audit audit() {
    return () ->
        new Witness() {
          @Override
          public Map<String, String> syslog() {
            return Map.of();
          }

          @Override
          public Map<String, String> objectStore() {
            return Map.of();
          }

          @Override
          public Optional<String> file() {
            return Optional.empty();
          }

          @Override
          public boolean required() {
            return false;
          }
        };
  }

  @Override
  public Drift drift() {
    return () -> Duration.ofHours(1);
  }

  @Override
  public Database database() {
    return () -> true;
  }
}
