package dev.firebreak.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir private Path folder;

  private static byte[] zip(String... namesAndTexts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return Files.write(folder.resolve("a.zip"), all.toByteArray());
  }

  @Test
  void files_are_read_by_name() throws IOException {
    Path file = file(zip("b/c.txt", "two", "a.txt", "one"));

    assertThat(Archive.is(file)).isTrue();
    assertThat(Archive.files(file)).containsOnlyKeys("a.txt", "b/c.txt");
    assertThat(Archive.files(file).get("b/c.txt")).asString().isEqualTo("two");
  }

  /** One program would open the first archive, another the second. */
  @Test
  void an_archive_that_is_two_things_at_once_is_none() throws IOException {
    Path file = file(zip("a.txt", "shown"), zip("a.txt", "signed"));

    assertThatThrownBy(() -> Archive.files(file)).isInstanceOf(ZipException.class);
  }

  @Test
  void what_is_cut_off_is_none() throws IOException {
    byte[] whole = zip("a.txt", "one");
    Path file = file(Arrays.copyOf(whole, whole.length - 9));

    assertThatThrownBy(() -> Archive.files(file)).isInstanceOf(ZipException.class);
  }

  @Test
  void text_is_no_archive() throws IOException {
    assertThat(Archive.is(file("{}".getBytes(StandardCharsets.UTF_8)))).isFalse();
  }
}
