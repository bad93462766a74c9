package dev.firebreak.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The demonstration's own folder: emptied at the start, used by one demonstration at a time. Beside
 * it a lock file, which the operating system releases whatever happens to this process.
 */
final class DemoHome implements AutoCloseable {
  private static final String MARK = ".made-by-firebreak-demo";

  private final Path folder;
  private final FileChannel channel;

  private DemoHome(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder for this process and empties it.
   *
   * @throws DemoFailed when another demonstration runs there, or the folder is somebody else's
   */
  static DemoHome take(Path folder) throws DemoFailed {
    try {
      Files.createDirectories(
          Optional.ofNullable(folder.getParent()).orElseThrow(() -> new IOException("no parent")));
      Path pidFile = folder.resolveSibling(folder.getFileName() + ".pid");
      FileChannel channel =
          FileChannel.open(
              pidFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new DemoFailed(
            "another demo is running in "
                + folder
                + " (process "
                + Files.readString(pidFile).strip()
                + "). End it with Ctrl-C in its terminal, then try again.");
      }
      DemoHome home = new DemoHome(folder, channel);
      channel.truncate(0);
      home.write(channel, ProcessHandle.current().pid() + "\n");
      home.empty();
      return home;
    } catch (IOException e) {
      throw new DemoFailed("the folder " + folder + " cannot be prepared: " + e.getMessage());
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void write(FileChannel to, String text) throws IOException {
    to.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private void empty() throws IOException, DemoFailed {
    if (Files.exists(folder)) {
      if (!Files.exists(folder.resolve(MARK)) && !isEmpty()) {
        throw new DemoFailed(
            "the folder "
                + folder
                + " was not made by a demo, so it is not emptied. Move it away, or use another"
                + " --home.");
      }
      stopLeftOver();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createFile(folder.resolve(MARK));
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  /** Ends the application of a demonstration that was killed before it could do so itself. */
  private void stopLeftOver() throws IOException {
    Path file = folder.resolve("app.pid");
    List<String> words =
        Files.exists(file) ? List.of(Files.readString(file).strip().split(" ")) : List.of();
    if (words.size() != 2 || !words.get(0).matches("\\d{1,10}")) {
      return;
    }
    Optional<ProcessHandle> app =
        ProcessHandle.of(Long.parseLong(words.get(0))).filter(p -> started(p).equals(words.get(1)));
    if (app.isPresent()) {
      app.get().destroy();
      try {
        app.get().onExit().get(25, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        app.get().destroyForcibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Remembers the application, so that a later demonstration can end it if this one is killed. */
  void remember(ProcessHandle app) throws IOException {
    Files.writeString(folder.resolve("app.pid"), app.pid() + " " + started(app) + "\n");
  }

  private static String started(ProcessHandle p) {
    return p.info().startInstant().map(Object::toString).orElse("unknown");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Path folder() {
    return folder;
  }

  /** Writes a file that only the owner can read, once. */
  void secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(
        Optional.ofNullable(file.getParent()).orElse(folder),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text + "\n");
  }

  /** Writes a properties file that only the owner can read. */
  void writeProperties(String name, Map<String, String> settings) throws IOException {
    StringBuilder out = new StringBuilder("# Written by ./firebreak demo; all of it is made up.\n");
    settings.forEach(
        (k, v) -> out.append(k).append('=').append(v.replace("\\", "\\\\")).append('\n'));
    secret(name, out.toString());
  }

  /** Waits for a file that somebody else writes. */
  boolean appears(String name, Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    while (!Files.isReadable(folder.resolve(name)) && System.nanoTime() < until) {
      Thread.sleep(50);
    }
    return Files.isReadable(folder.resolve(name));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The operating system releases the lock with the process.
    }
  }
}
