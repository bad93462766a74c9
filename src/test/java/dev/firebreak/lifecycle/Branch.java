package dev.firebreak.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.URIish;

/** A bare repository, and the clone in which somebody works on its branch {@code main}. */
final class Branch implements AutoCloseable {
  private static final PersonIdent DEE = new PersonIdent("Dee", "dee@custodian.example");

  private final Path bare;
  private final Git clone;

  private Branch(Path bare, Git clone) {
    this.bare = bare;
    this.clone = clone;
  }

  /** With the files of a folder below {@code playbooks/}. */
  static Branch holding(Path playbooks, Path at) throws IOException, GitAPIException {
    Path bare = at.resolve("playbooks.git");
    Git.init().setBare(true).setGitDir(bare.toFile()).setInitialBranch("main").call().close();
    Git clone =
        Git.init().setDirectory(at.resolve("clone").toFile()).setInitialBranch("main").call();
    clone.remoteAdd().setName("origin").setUri(new URIish(bare.toUri().toURL())).call();
    Branch branch = new Branch(bare, clone);
    copy(playbooks, at.resolve("clone/playbooks"));
    branch.push("The first");
    return branch;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  Path bare() {
    return bare;
  }

  private Path file(String path) {
    return clone.getRepository().getWorkTree().toPath().resolve("playbooks").resolve(path);
  }

  /** Writes a file, commits it as Dee and pushes. */
  void commit(String path, String text) {
    try {
      Files.createDirectories(file(path).getParent());
      Files.writeString(file(path), text);
      push("Change " + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  private void push(String message) throws GitAPIException {
    clone.add().addFilepattern(".").call();
    clone.commit().setMessage(message).setAuthor(DEE).setCommitter(DEE).setSign(false).call();
    clone.push().setRemote("origin").add("main").call();
  }

  /** Fetches what Firebreak has committed. */
  void pull() {
    try {
      clone.pull().setRemote("origin").setRemoteBranchName("main").call();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(file(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Newest first. */
  List<RevCommit> log() {
    try {
      return StreamSupport.stream(clone.log().call().spliterator(), false).toList();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    clone.close();
  }
}
