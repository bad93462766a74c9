package dev.firebreak.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.FS;

/**
 * A branch of a git repository on this machine, bare or with a work tree, read and written as
 * objects: what is committed counts, not what lies in a work tree. Opens no connection; other
 * machines push to the bare repository and fetch from it. Safe for all threads.
 */
public final class GitTruth implements Truth, LifeCycle.Publisher {
  private static final int MOST_BYTES = 1 << 20;

  private final Path repository;
  private final String branch;
  private final String folder;
  private Optional<ObjectId> seen = Optional.empty();
  private Map<String, Truth.File> files = new TreeMap<>();

  /**
   * @param repository a bare repository, or a folder that has {@code .git} in it
   * @param folder in the repository that holds the playbooks; empty for the repository itself
   */
  public GitTruth(Path repository, String branch, String folder) {
    NoUserSettings.install();
    this.repository = repository;
    this.branch = branch;
    this.folder = folder.replaceAll("^/+|/+$", "");
  }

  Repository open() throws IOException {
    java.io.File dir = RepositoryCache.FileKey.resolve(repository.toFile(), FS.DETECTED);
    if (dir == null) {
      throw new IOException(repository + " is no git repository");
    }
    return new FileRepositoryBuilder().setGitDir(dir).setMustExist(true).build();
  }

  String ref() {
    return Constants.R_HEADS + branch;
  }

  /** Where a playbook is in the repository. */
  String path(String name) {
    return (folder.isEmpty() ? "" : folder + "/") + Kind.path(name);
  }

  @Override
  public String where() {
    return "branch " + branch + " of " + repository;
  }

  /** The commit at the branch's tip when it was last read. */
  public synchronized Optional<String> head() {
    return seen.map(ObjectId::name);
  }

  public String branch() {
    return branch;
  }

  @Override
  public synchronized Map<String, Truth.File> read() throws IOException {
    try (Repository git = open();
        RevWalk walk = new RevWalk(git)) {
      ObjectId tip = git.resolve(ref());
      if (tip == null) {
        throw new IOException(repository + " has no branch '" + branch + "'");
      }
      if (!seen.equals(Optional.of(tip))) {
        files = files(git, walk.parseCommit(tip));
        seen = Optional.of(tip.copy());
      }
      return files;
    }
  }

  private Map<String, Truth.File> files(Repository git, RevCommit tip) throws IOException {
    Map<String, Truth.File> all = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(git)) {
      walk.addTree(tip.getTree());
      walk.setRecursive(true);
      if (!folder.isEmpty()) {
        walk.setFilter(PathFilter.create(folder));
      }
      while (walk.next()) {
        Optional<String> name = name(walk.getPathString());
        if (name.isPresent()) {
          byte[] content = git.open(walk.getObjectId(0)).getBytes(MOST_BYTES + 1);
          all.put(name.get(), file(git, tip, walk.getPathString(), content));
        }
      }
    }
    return all;
  }

  private Optional<String> name(String path) {
    String below = folder.isEmpty() ? path : path.substring(folder.length() + 1);
    String[] parts = below.split("/");
    if (parts.length == 1 && below.endsWith(".dmn")) {
      return Optional.of(below.substring(0, below.length() - 4)).filter(Kind.TABLES::contains);
    }
    return parts.length == 2 && parts[1].equals("playbook.bpmn")
        ? Optional.of(parts[0]).filter(n -> !Kind.TABLES.contains(n))
        : Optional.empty();
  }

  private static Truth.File file(Repository git, RevCommit tip, String path, byte[] content)
      throws IOException {
    RevCommit last = last(git, tip, path);
    return new Truth.File(
        content,
        who(last.getAuthorIdent()),
        who(last.getCommitterIdent()),
        Optional.of(last.name()),
        last.getShortMessage(),
        Optional.of(Instant.ofEpochSecond(last.getCommitTime())));
  }

  /** The commit that gave a file what it holds. */
  private static RevCommit last(Repository git, RevCommit tip, String path) throws IOException {
    try (RevWalk walk = new RevWalk(git)) {
      walk.markStart(walk.parseCommit(tip));
      walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF));
      RevCommit found = walk.next();
      return found == null ? tip : found;
    }
  }

  private static String who(PersonIdent ident) {
    String text = "git:" + ident.getName() + " <" + ident.getEmailAddress() + ">";
    return text.replaceAll("\\p{C}", "?");
  }

  @Override
  public synchronized void publish(
      Version version, Optional<Version> replaced, String releaser, String comment) {
    try (Repository git = open()) {
      ObjectId tip = git.resolve(ref());
      if (tip == null) {
        throw NotDone.conflict(where() + " does not exist");
      }
      Optional<byte[]> there = committed(git, tip, path(version.playbook()));
      if (there.filter(c -> Arrays.equals(c, version.content())).isPresent()) {
        return;
      }
      if (!isWhat(there, replaced)) {
        throw NotDone.conflict(
            where()
                + " holds another "
                + Kind.path(version.playbook())
                + " than "
                + replaced.map(Version::toString).orElse("nothing")
                + ", which "
                + version
                + " would replace. Take it over or mend it there first");
      }
      demandClean(git, version.playbook(), there);
      new GitCommit(git, ref(), tip).add(path(version.playbook()), version, releaser, comment);
    } catch (IOException e) {
      throw NotDone.conflict(where() + " cannot be written: " + e.getMessage());
    }
  }

  private static boolean isWhat(Optional<byte[]> there, Optional<Version> replaced) {
    return there.isEmpty()
        ? replaced.isEmpty() || replaced.get().origin() != Version.Origin.GIT
        : replaced.filter(r -> Arrays.equals(r.content(), there.get())).isPresent();
  }

  /** What somebody is still changing in a work tree is not written over. */
  private void demandClean(Repository git, String name, Optional<byte[]> committed)
      throws IOException {
    if (git.isBare() || !ref().equals(git.getFullBranch())) {
      return;
    }
    Path file = git.getWorkTree().toPath().resolve(path(name));
    Optional<byte[]> lies =
        Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    if (lies.isPresent() != committed.isPresent()
        || lies.isPresent() && !Arrays.equals(lies.get(), committed.get())) {
      throw NotDone.conflict(
          file + " has changes that are not committed; commit or undo them there first");
    }
  }

  private static Optional<byte[]> committed(Repository git, ObjectId tip, String path)
      throws IOException {
    try (RevWalk walk = new RevWalk(git);
        TreeWalk tree = TreeWalk.forPath(git, path, walk.parseCommit(tip).getTree())) {
      return tree == null
          ? Optional.empty()
          : Optional.of(git.open(tree.getObjectId(0)).getBytes(MOST_BYTES + 1));
    }
  }
}
