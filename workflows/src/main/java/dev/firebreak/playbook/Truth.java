package dev.firebreak.playbook;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A place outside of the database that holds the files: a folder, or a branch of a git repository.
 */
public interface Truth {
  /** What is there now, by playbook or table. */
  Map<String, File> read() throws IOException;

  /** For people: which folder, or which branch of what. */
  String where();

  /**
   * One file.
   *
   * @param author {@code folder}, or {@code git:} and who wrote the commit
   * @param committer likewise, who put it on the branch
   * @param commit its id
   */
  record File(
      byte[] content,
      String author,
      String committer,
      Optional<String> commit,
      String message,
      Optional<Instant> at) {
    String sha256() {
      return PlaybookVersions.sha256(content);
    }
  }
}
