package dev.firebreak.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Proofs;
import dev.firebreak.audit.Trail;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.TargetType;
import dev.firebreak.store.Database;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether a file is one that was released, by the audit trail: who owns the database can change a
 * version together with its hash, and an entry in the trail, but not so that it leads to a signed
 * head. A file that was found released is not looked up again on this node. Safe for all threads.
 */
public final class ReleasedFiles {
  private static final Set<String> KINDS = Set.of("playbook.released", "playbook.rolled-back");

  private final Database database;
  private final Trail trail;
  private final Proofs proofs;
  private final Consumer<Alert> alarm;
  private final Set<String> released = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** As in the table, which forgets what a transaction that is rolled back put there. */
  private final Map<String, Set<Long>> places = new ConcurrentHashMap<>();

  private long searchedTo;

  /**
   * @param alarm takes the alert about a file that is not released; returns at once, and raises it
   *     in a transaction of its own
   */
  public ReleasedFiles(Database database, Trail trail, Proofs proofs, Consumer<Alert> alarm) {
    this.database = database;
    this.trail = trail;
    this.proofs = proofs;
    this.alarm = alarm;
  }

  /** Remembers where releases are told. */
  public void sealed(List<Entry> entries) {
    entries.stream().filter(e -> KINDS.contains(e.kind())).forEach(this::remember);
  }

  private void remember(Entry e) {
    String playbook = data(e.data()).path("playbook").asText();
    places.computeIfAbsent(playbook, p -> ConcurrentHashMap.newKeySet()).add(e.seq());
    database.inTransaction(
        h ->
            h.createUpdate(
                    "insert into playbook_release_entry (seq, playbook) values (:s, :p) on conflict"
                        + " do nothing")
                .bind("s", e.seq())
                .bind("p", playbook)
                .execute());
  }

  /**
   * Why a file must not run; empty when the trail says that it was released.
   *
   * @param sha256 of its bytes, lower-case hex
   */
  public Optional<String> problem(String playbook, String sha256) {
    String file = playbook + " " + sha256;
    if (released.contains(file)) {
      return Optional.empty();
    }
    // What waits first: it may be sealed meanwhile, and is found then.
    boolean waits =
        trail.waiting(KINDS).stream()
            .map(ReleasedFiles::data)
            .anyMatch(d -> is(d, playbook, sha256));
    if (waits) {
      return Optional.empty();
    }
    Optional<Entry> entry = entry(playbook, sha256).or(() -> searched(playbook, sha256));
    Proofs.Shown shown = entry.map(proofs::of).orElse(Proofs.Shown.CHANGED);
    if (shown == Proofs.Shown.CHANGED) {
      String problem = sentence(playbook, sha256, entry);
      tell(playbook, sha256, problem);
      return Optional.of(problem);
    }
    if (shown == Proofs.Shown.SIGNED) {
      released.add(file);
    }
    return Optional.empty();
  }

  private static String sentence(String playbook, String sha256, Optional<Entry> entry) {
    return playbook
        + " with SHA-256 "
        + sha256
        + entry
            .map(
                e ->
                    " is told in entry "
                        + e.seq()
                        + " of the audit trail, which is not what was signed")
            .orElse(" was never released, by the audit trail")
        + ". Somebody changed it in the database: find out who, then release it anew.";
  }

  private void tell(String playbook, String sha256, String problem) {
    if (told.add(playbook + " " + sha256)) {
      alarm.accept(
          Alert.builder("not-released:" + playbook + ":" + sha256, "firebreak.playbook-changed")
              .title("A playbook in the database is not what was released")
              .description(Optional.of(problem))
              .severity(Severity.CRITICAL)
              .target(TargetType.PLATFORM, "firebreak playbook " + playbook)
              .build());
    }
  }

  private Optional<Entry> entry(String playbook, String sha256) {
    Set<Long> all = new TreeSet<>(Comparator.reverseOrder());
    all.addAll(places.getOrDefault(playbook, Set.of()));
    all.addAll(
        database.read(
            h ->
                h.createQuery("select seq from playbook_release_entry where playbook = :p")
                    .bind("p", playbook)
                    .mapTo(Long.class)
                    .list()));
    return among(all.stream().flatMap(seq -> trail.find(seq).stream()), playbook, sha256);
  }

  /** For what was released before places were remembered, or right before a node ended. */
  private synchronized Optional<Entry> searched(String playbook, String sha256) {
    long last = trail.last();
    sealed(trail.ofKinds(KINDS, searchedTo));
    searchedTo = last;
    return entry(playbook, sha256);
  }

  private static Optional<Entry> among(Stream<Entry> entries, String playbook, String sha256) {
    return entries
        .filter(e -> KINDS.contains(e.kind()) && is(data(e.data()), playbook, sha256))
        .findFirst();
  }

  private static boolean is(JsonNode data, String playbook, String sha256) {
    return data.path("playbook").asText().equals(playbook)
        && data.path("sha256").asText().equals(sha256);
  }

  private static JsonNode data(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      return Json.mapper().createObjectNode(); // Of nothing that was released.
    }
  }
}
