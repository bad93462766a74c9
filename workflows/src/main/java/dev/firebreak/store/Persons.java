package dev.firebreak.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** People who may use the API, each with a token of which only the hash is kept. */
public final class Persons {
  private final Database database;
  private final Map<String, String> byHash = new ConcurrentHashMap<>();

  public Persons(Database database) {
    this.database = database;
  }

  /** A person, without the token. */
  public record Person(String name, Instant createdAt) {}

  /**
   * @throws IllegalArgumentException when the name is not 1 to 64 letters, digits, dots, hyphens,
   *     underscores or @
   */
  public boolean add(String name, String token) {
    if (!name.matches("[A-Za-z0-9._@-]{1,64}")) {
      throw new IllegalArgumentException(
          "a person's name has 1 to 64 letters, digits, '.', '-', '_' or '@'");
    }
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "insert into person (name, token_sha256) values (:n, :t) on conflict do nothing")
                    .bind("n", name)
                    .bind("t", hash(token))
                    .execute()
                == 1);
  }

  /** Who holds this token. */
  public Optional<String> holder(String token) {
    String hash = hash(token);
    Optional<String> known = Optional.ofNullable(byHash.get(hash));
    if (known.isPresent()) {
      return known;
    }
    Optional<String> found =
        database.read(
            h ->
                h.createQuery("select name from person where token_sha256 = :t")
                    .bind("t", hash)
                    .mapTo(String.class)
                    .findOne());
    found.ifPresent(n -> byHash.put(hash, n));
    return found;
  }

  public List<Person> list() {
    return database.read(
        h ->
            h.createQuery("select name, created_at from person order by name")
                .map((r, c) -> new Person(r.getString("name"), Rows.instant(r, "created_at")))
                .list());
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
