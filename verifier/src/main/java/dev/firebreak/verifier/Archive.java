package dev.firebreak.verifier;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The files of a ZIP archive. It is read twice, by its directory and from its beginning, since
 * programs differ in what they go by: where the two differ, people would see other files than were
 * checked.
 */
final class Archive {
  private static final long MOST_BYTES = 1L << 30;

  private Archive() {}

  static boolean is(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(2), new byte[] {'P', 'K'});
    }
  }

  /**
   * @return contents by name
   * @throws ZipException when it is no archive of ours, or a file is there twice
   */
  static Map<String, byte[]> files(Path file) throws IOException {
    Map<String, byte[]> listed = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      long left = MOST_BYTES;
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        try (InputStream in = zip.getInputStream(entry)) {
          left -= add(listed, entry, in, left);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ZipException("a name in it is not UTF-8");
    }
    Map<String, byte[]> inOrder = inOrder(file);
    if (!listed.keySet().equals(inOrder.keySet())
        || !listed.keySet().stream().allMatch(n -> Arrays.equals(listed.get(n), inOrder.get(n)))) {
      throw new ZipException("its directory tells of other files than it holds");
    }
    return listed;
  }

  private static Map<String, byte[]> inOrder(Path file) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(
            new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      long left = MOST_BYTES;
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        left -= add(found, e, zip, left);
      }
    } catch (IllegalArgumentException e) {
      throw new ZipException("a name in it is not UTF-8");
    }
    return found;
  }

  private static long add(Map<String, byte[]> to, ZipEntry entry, InputStream in, long left)
      throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
    if (bytes.length > left) {
      throw new ZipException("it holds more than " + MOST_BYTES + " bytes");
    }
    if (to.put(entry.getName(), bytes) != null) {
      throw new ZipException("the file " + entry.getName() + " is in it twice");
    }
    return bytes.length;
  }
}
