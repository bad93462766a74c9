package dev.firebreak.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** One commit on top of a branch's tip, which must still be its tip when it is there. */
final class GitCommit {
  private final Repository git;
  private final String ref;
  private final ObjectId tip;

  GitCommit(Repository git, String ref, ObjectId tip) {
    this.git = git;
    this.ref = ref;
    this.tip = tip;
  }

  /**
   * @throws NotDone CONFLICT when somebody else's commit came first
   */
  void add(String path, Version version, String releaser, String comment) throws IOException {
    try (ObjectInserter objects = git.newObjectInserter();
        ObjectReader reader = git.newObjectReader();
        RevWalk walk = new RevWalk(git)) {
      ObjectId blob = objects.insert(org.eclipse.jgit.lib.Constants.OBJ_BLOB, version.content());
      DirCache index = DirCache.read(reader, walk.parseCommit(tip).getTree());
      put(index, path, blob, entry -> {}).finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(objects));
      commit.setParentId(tip);
      commit.setAuthor(ident(version.author()));
      commit.setCommitter(ident(releaser));
      commit.setMessage(message(version, releaser, comment));
      ObjectId made = objects.insert(commit);
      objects.flush();
      move(made);
      checkOut(path, blob, version.content());
    }
  }

  private static DirCacheEditor put(
      DirCache index, String path, ObjectId blob, Consumer<DirCacheEntry> more) {
    DirCacheEditor editor = index.editor();
    editor.add(
        new DirCacheEditor.PathEdit(path) {
          @Override
          public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(blob);
            more.accept(entry);
          }
        });
    return editor;
  }

  private static PersonIdent ident(String subject) {
    String name = line(subject);
    return new PersonIdent(name, name.replaceAll("[^A-Za-z0-9._-]", ".") + "@firebreak.invalid");
  }

  private static String message(Version v, String releaser, String comment) {
    return "Release "
        + v
        + "\n\n"
        + (comment.isBlank() ? "" : line(comment) + "\n\n")
        + "Authored-by: "
        + String.join(", ", v.contributors().stream().map(GitCommit::line).sorted().toList())
        + "\nReleased-by: "
        + line(releaser)
        + "\n";
  }

  private static String line(String text) {
    return text.replaceAll("[\\p{C}\\s]+", " ").strip();
  }

  private void move(ObjectId made) throws IOException {
    RefUpdate update = git.updateRef(ref);
    update.setExpectedOldObjectId(tip);
    update.setNewObjectId(made);
    update.setRefLogMessage("firebreak: release", false);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.FAST_FORWARD) {
      throw NotDone.conflict(
          "somebody else has committed to "
              + ref
              + " at the same moment ("
              + result
              + "); try again");
    }
  }

  /** A work tree on this branch shows what is committed. */
  private void checkOut(String path, ObjectId blob, byte[] content) throws IOException {
    if (git.isBare() || !ref.equals(git.getFullBranch())) {
      return;
    }
    Path file = git.getWorkTree().toPath().resolve(path);
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file));
    Files.write(file, content);
    Instant written = Files.getLastModifiedTime(file).toInstant();
    DirCache index = git.lockDirCache();
    try {
      DirCacheEditor editor =
          put(
              index,
              path,
              blob,
              entry -> {
                entry.setLength(content.length);
                entry.setLastModified(written);
              });
      if (!editor.commit()) {
        throw new IOException("the index of " + git.getWorkTree() + " is locked");
      }
    } finally {
      index.unlock();
    }
  }
}
