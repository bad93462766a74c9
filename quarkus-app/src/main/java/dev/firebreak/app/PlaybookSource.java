package dev.firebreak.app;

import dev.firebreak.app.config.PlaybookSourceConfig;
import dev.firebreak.playbook.GitTruth;
import dev.firebreak.playbook.LifeCycle;
import dev.firebreak.playbook.NotDone;
import dev.firebreak.playbook.Sync;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Which place leads, and what a release has to pass.
 *
 * @param git leads where it is there
 * @param tests what the cases of a playbook say about a file, a sentence each
 */
public record PlaybookSource(
    Sync.Lead lead, Optional<GitTruth> git, BiFunction<String, byte[], List<String>> tests) {
  /** What people release counts, and no cases are asked. */
  public static PlaybookSource standard() {
    return new PlaybookSource(Sync.Lead.DATABASE, Optional.empty(), (name, bytes) -> List.of());
  }

  static PlaybookSource of(
      PlaybookSourceConfig config, BiFunction<String, byte[], List<String>> tests) {
    PlaybookSourceConfig.Git git = config.git();
    return new PlaybookSource(
        Sync.Lead.valueOf(config.lead().name()),
        git.repository()
            .map(
                r ->
                    new GitTruth(
                        Path.of(r).toAbsolutePath().normalize(),
                        git.branch(),
                        git.folder().equals(".") ? "" : git.folder())),
        tests);
  }

  LifeCycle.Publisher publisher() {
    if (git.isPresent()) {
      return git.get();
    }
    return (version, replaced, releaser, comment) -> {
      if (lead == Sync.Lead.FOLDER) {
        throw NotDone.folderLeads(version);
      }
    };
  }
}
