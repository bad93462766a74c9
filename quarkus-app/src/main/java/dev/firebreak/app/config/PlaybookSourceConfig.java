package dev.firebreak.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Which place decides what is in force where they differ; see docs/adr/0024. */
@ConfigMapping(prefix = "firebreak.playbook-source")
public interface PlaybookSourceConfig {
  /**
   * {@code database}: what people release; the folder only until somebody has released a version of
   * that playbook. {@code folder}: always what the folder holds, and nothing is released from here.
   * A repository, where there is one, leads in any case.
   */
  @WithDefault("database")
  Lead lead();

  /** How often folder and branch are looked at. */
  @WithDefault("PT15S")
  Duration interval();

  Git git();

  /** See {@link #lead}. */
  enum Lead {
    DATABASE,
    FOLDER
  }

  /** A branch of a git repository on this machine. */
  interface Git {
    /** A bare repository, or a folder with {@code .git} in it. */
    Optional<String> repository();

    @WithDefault("main")
    String branch();

    /** The folder in it that holds the playbooks; {@code .} for the repository itself. */
    @WithDefault("playbooks")
    String folder();
  }
}
