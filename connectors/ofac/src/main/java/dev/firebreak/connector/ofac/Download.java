package dev.firebreak.connector.ofac;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Brings the newest list onto the disk. The file there is replaced in one step, and only by one
 * that was read through to its end; whatever fails, the last good one stays. Beside it, {@code
 * <file>.http} keeps what the server called that version, so that the next look costs one small
 * answer.
 *
 * <p>OFAC's service answers with a redirect to a signed address in a storage bucket, whose answers
 * carry an ETag.
 *
 * @see <a href="https://ofac.treasury.gov/sanctions-list-service">Sanctions List Service</a>
 */
record Download(VendorHttp http, URI url, Path file, Clock clock) {
  private static final int MOST_REDIRECTS = 3;

  /** A list that lost more than half of its addresses is taken for a mistake. */
  private static final int SMALLEST_PART = 2;

  /**
   * What is known of the file on disk.
   *
   * @param sha256 of the file these belong to, so that a file put there by hand is not taken for it
   */
  record Version(String url, String etag, String lastModified, String sha256) {
    private static final Version NONE = new Version("", "", "", "");
  }

  /**
   * Looks for a newer list, and takes it.
   *
   * @param now the list on disk, where there is a readable one
   * @throws ActionFailure UNAVAILABLE for anything that is no list; REFUSED for a redirect to a
   *     host that is not allowed
   */
  void refresh(Optional<SdnList> now) throws ActionFailure {
    try {
      Version version = now.isPresent() ? version() : Version.NONE;
      Response answer = get(version);
      if (answer.status() == 304 && !version.equals(Version.NONE)) {
        touch(file);
      } else {
        take(answer, now);
      }
    } catch (IOException e) {
      throw ActionFailure.unavailable("the downloaded sanctions list cannot be put at " + file, e);
    }
  }

  private Response get(Version version) throws ActionFailure {
    URI at = url;
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      Request request = conditional(Request.get(at.toString()), version);
      Response answer = http.exchange(request);
      if (answer.ok() || answer.status() == 304) {
        return answer;
      }
      if (answer.status() / 100 != 3) {
        throw http.failure(request, answer, "");
      }
      at = next(at, answer);
    }
    throw ActionFailure.unavailable("the sanctions list's address redirects without end");
  }

  private static Request conditional(Request request, Version version) {
    Request asked = request;
    if (!version.etag().isEmpty()) {
      asked = asked.withHeader("If-None-Match", version.etag());
    }
    return version.lastModified().isEmpty()
        ? asked
        : asked.withHeader("If-Modified-Since", version.lastModified());
  }

  private static URI next(URI from, Response redirect) throws ActionFailure {
    String location = redirect.header("location").orElse("");
    try {
      URI to = from.resolve(new URI(location));
      boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
      if (!location.isEmpty() && to.getHost() != null && web) {
        return to;
      }
    } catch (URISyntaxException e) {
      throw ActionFailure.unavailable("the sanctions list's address redirects to no address", e);
    }
    throw ActionFailure.unavailable("the sanctions list's address redirects to no address");
  }

  private void take(Response answer, Optional<SdnList> now) throws IOException, ActionFailure {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
    try {
      Files.write(part, answer.body());
      requireBetter(part, now);
      touch(part);
      String sha256 = sha256(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      remember(
          new Version(
              url.toString(),
              answer.header("etag").orElse(""),
              answer.header("last-modified").orElse(""),
              sha256));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void requireBetter(Path part, Optional<SdnList> now) throws IOException, ActionFailure {
    try {
      int size = ListReader.read(part).size();
      if (now.isPresent() && size < now.get().size() / SMALLEST_PART) {
        throw ActionFailure.unavailable(
            "the downloaded sanctions list holds "
                + size
                + " addresses and the one here "
                + now.get().size()
                + ", so it is not taken; delete "
                + file
                + " if that is right");
      }
    } catch (ListFormatException e) {
      throw ActionFailure.unavailable(
          "what was downloaded is no sanctions list: " + e.getMessage());
    }
  }

  private void touch(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
  }

  private Version version() throws IOException {
    Path notes = notes();
    if (!Files.exists(notes)) {
      return Version.NONE;
    }
    try {
      Version kept = Json.mapper().readValue(Files.readAllBytes(notes), Version.class);
      boolean ours = kept.url().equals(url.toString()) && kept.sha256().equals(sha256(file));
      return ours ? kept : Version.NONE;
    } catch (JsonProcessingException e) {
      return Version.NONE;
    }
  }

  private void remember(Version version) throws IOException {
    Path part = Files.createTempFile(notes().toAbsolutePath().getParent(), "sdn.", ".part");
    try {
      Files.write(part, Json.bytes(version));
      Files.move(
          part, notes(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path notes() {
    return file.resolveSibling(file.getFileName() + ".http");
  }

  private static String sha256(Path path) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(path), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
