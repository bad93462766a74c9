package dev.firebreak.connector.edl;

import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Entries.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is on the lists, and which edition of each was fetched. Kept in the instance's entries, so
 * that it is the same on every node: the node that is asked is not the one that served.
 */
final class Lists {
  /**
   * A list as it is served.
   *
   * @param etag SHA-256 of the body in hex: the same values make the same edition
   */
  record Edition(byte[] body, String etag, int size) {}

  private final Entries entries;

  Lists(Entries entries) {
    this.entries = entries;
  }

  void add(Feed feed, String value, String note) {
    entries.add(feed.key(), value, note);
  }

  void remove(Feed feed, String value) {
    entries.remove(feed.key(), value);
  }

  Optional<Entry> find(Feed feed, String value) {
    return entries.find(feed.key(), value);
  }

  /** One value a line, sorted. */
  Edition edition(Feed feed) {
    List<Entry> all = entries.all(feed.key());
    StringBuilder text = new StringBuilder();
    all.forEach(e -> text.append(e.value()).append('\n'));
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    return new Edition(body, sha256(body), all.size());
  }

  /** Keeps that an edition was fetched, where it is another one than the last. */
  void fetched(Feed feed, Edition edition) {
    List<Entry> before = entries.all(fetches(feed));
    if (before.stream().noneMatch(e -> e.value().equals(edition.etag()))) {
      entries.add(fetches(feed), edition.etag(), "first fetched");
    }
    before.stream()
        .filter(e -> !e.value().equals(edition.etag()))
        .forEach(e -> entries.remove(fetches(feed), e.value()));
  }

  /** When the edition that was fetched last was fetched first. */
  Optional<Instant> lastFetch(Feed feed) {
    return entries.all(fetches(feed)).stream().map(Entry::addedAt).max(Instant::compareTo);
  }

  /** Whether what is served now was fetched before. */
  boolean isFetched(Feed feed) {
    return entries.find(fetches(feed), edition(feed).etag()).isPresent();
  }

  private static String fetches(Feed feed) {
    return "fetched-" + feed.key();
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
