package dev.firebreak.incident;

import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Target;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import dev.firebreak.store.Search;
import dev.firebreak.store.TooMuch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds incidents, at a cost that does not grow with how many there ever were. */
public final class IncidentSearch {
  /** As in V14__console.sql; PostgreSQL uses its index only for the same words. */
  private static final String WORDS =
      "to_tsvector('simple'::regconfig, regexp_replace(title || ' ' || playbook || ' ' || id::text"
          + " || ' ' || coalesce(context->>'rule', '') || ' ' || coalesce(context->>'targets', ''),"
          + " '[^[:alnum:]]+', ' ', 'g'))";

  /**
   * The ids of incidents in which the words bound as {@code :words} are; see {@link Search#words}.
   */
  public static final String IDS_WITH_WORDS =
      "select id from incident where " + WORDS + " @@ to_tsquery('simple', :words)";

  private static final int COMPARED_TARGETS = 20;
  private static final int MOST_OF_EACH = 50;

  private final Database database;

  public IncidentSearch(Database database) {
    this.database = database;
  }

  /**
   * What is looked for; all that is given has to fit.
   *
   * @param state {@code OPEN} or {@code CLOSED}
   * @param text words of title, playbook, rule, targets or id
   * @param before opened before this: the next page
   */
  public record Query(
      Optional<String> state,
      Optional<Severity> severity,
      Optional<String> playbook,
      Optional<String> text,
      Optional<Instant> before) {}

  /** Newest first. */
  public List<Incidents.Incident> find(Query q, int limit) {
    return database.read(
        h ->
            new Search("select * from incident")
                .where("state = :state", "state", q.state())
                .where("severity = :severity", "severity", q.severity().map(Severity::ocsfId))
                .where("playbook = :playbook", "playbook", q.playbook())
                .where(
                    WORDS + " @@ to_tsquery('simple', :words)",
                    "words",
                    q.text().flatMap(Search::words))
                .where("opened_at < :before", "before", q.before().map(Rows::at))
                .list(h, "order by opened_at desc", limit, (r, c) -> Incidents.of(r)));
  }

  /** By id; what is not there is left out. */
  public Map<UUID, Incidents.Incident> all(List<UUID> ids) {
    Map<UUID, Incidents.Incident> found = new LinkedHashMap<>();
    database
        .read(
            h ->
                h.createQuery("select * from incident where id = any(:ids)")
                    .bindArray("ids", UUID.class, ids)
                    .map((r, c) -> Incidents.of(r))
                    .list())
        .forEach(i -> found.put(i.id(), i));
    return found;
  }

  /**
   * An incident that was like another.
   *
   * @param sameRule whether the same rule raised it
   * @param shared targets that both have
   */
  public record Similar(Incidents.Incident incident, boolean sameRule, List<Target> shared) {}

  /** Those that have targets or the rule in common, most alike first, then newest. */
  public List<Similar> like(Incidents.Incident one, int limit) {
    Map<UUID, Incidents.Incident> candidates = new LinkedHashMap<>();
    sharingTargets(one).forEach(i -> candidates.put(i.id(), i));
    ofRule(one.context().rule()).forEach(i -> candidates.put(i.id(), i));
    candidates.remove(one.id());
    return candidates.values().stream()
        .map(i -> compared(one, i))
        .sorted(
            Comparator.comparingInt((Similar s) -> s.shared().size() * 2 + (s.sameRule() ? 1 : 0))
                .thenComparing(s -> s.incident().openedAt())
                .reversed())
        .limit(limit)
        .toList();
  }

  private List<Incidents.Incident> sharingTargets(Incidents.Incident one) {
    List<String> each =
        one.context().targets().stream()
            .limit(COMPARED_TARGETS)
            .map(t -> Json.write(List.of(t)))
            .toList();
    return database.read(
        h ->
            h.createQuery(
                    "select * from incident where context->'targets' @> any(:each::jsonb[]) order"
                        + " by opened_at desc limit :n")
                .setQueryTimeout(TooMuch.SECONDS)
                .bindArray("each", String.class, each)
                .bind("n", MOST_OF_EACH)
                .map((r, c) -> Incidents.of(r))
                .list());
  }

  private List<Incidents.Incident> ofRule(String rule) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from incident where context->>'rule' = :rule order by opened_at desc"
                        + " limit :n")
                .bind("rule", rule)
                .bind("n", MOST_OF_EACH)
                .map((r, c) -> Incidents.of(r))
                .list());
  }

  private static Similar compared(Incidents.Incident one, Incidents.Incident other) {
    List<Target> shared = new ArrayList<>(one.context().targets());
    shared.retainAll(other.context().targets());
    return new Similar(other, one.context().rule().equals(other.context().rule()), shared);
  }
}
