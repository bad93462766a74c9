package dev.firebreak.playbooks;

import dev.firebreak.app.config.FirebreakConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that the stages read. Written out because the mapping itself needs Quarkus; nothing
 * that runs by the clock is due while a case is played.
 */
record RehearsalConfig() implements FirebreakConfig {
  @Override
  public String home() {
    return "target";
  }

  @Override
  public String node() {
    return "rehearsal";
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
  public Intake intake() {
    return new Intake() {
      @Override
      public int limit() {
        return 100;
      }

      @Override
      public int criticalLimit() {
        return 100;
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
        return Optional.empty();
      }

      @Override
      public int containPerHour() {
        return 0;
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
    return () -> Duration.ofDays(1);
  }

  @Override
  public Database database() {
    return () -> false;
  }
}
