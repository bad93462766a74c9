package dev.firebreak.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A file to which heads are appended, a line each, and forced to disk. Worth something when it is
 * on another machine's mount, or append-only for us (chattr +a).
 */
public final class FileWitness implements Witness {
  /** More than two lines. */
  private static final int TAIL = 4_096;

  private final Path file;

  public FileWitness(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Optional<Head> newest() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = tail().lines().filter(l -> !l.isBlank()).toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<Head> head = Head.read(lines.get(i)); // Cut off by a full disk, perhaps.
      if (head.isPresent()) {
        return head;
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    throw new IOException(file + " does not end with a signed head; is it a file of ours?");
  }

  private String tail() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - TAIL);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void keep(List<Head> heads) throws IOException {
    StringBuilder lines = new StringBuilder(endsInLine() ? "" : "\n");
    heads.forEach(h -> lines.append(h.line()).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (NoSuchFileException e) {
      throw new IOException("the folder of " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be written", e);
    }
  }

  private boolean endsInLine() throws IOException {
    return !Files.exists(file) || Files.size(file) == 0 || tail().endsWith("\n");
  }
}
