package dev.firebreak.alert;

import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The normal form of every alert, aligned with OCSF Detection Finding 2004
 * (https://schema.ocsf.io). Nothing is null: what a sender did not say is an empty Optional or
 * list. Text is hostile: it is shown and compared, never evaluated. In every text a NUL or half a
 * surrogate pair, which no database takes, is replaced by U+FFFD.
 *
 * @param uid the sender's own id of this finding; the same for repeats and updates of it. 1 to 512
 *     characters
 * @param rule what fired: the detection's id or name, 1 to 512 characters
 * @param title one line for people, at most 1,000 characters
 * @param description more for people, at most 10,000 characters are kept
 * @param severity OCSF severity
 * @param disposition firing, resolved or test
 * @param occurredAt when it happened, by the sender's clock; shown, never used for order
 * @param attacks ATT&amp;CK references, without repeats
 * @param targets what it is about and what can be acted on, without repeats, most important first
 * @param observables other evidence
 * @param attributes flat facts that playbooks may read, for example {@code cluster} or {@code
 *     exposure_usd}; at most 64
 */
public record Alert(
    String uid,
    String rule,
    String title,
    Optional<String> description,
    Severity severity,
    Disposition disposition,
    Optional<Instant> occurredAt,
    List<Attack> attacks,
    List<Target> targets,
    List<Observable> observables,
    Map<String, String> attributes) {

  public Alert {
    uid = StorableText.of(uid);
    rule = StorableText.of(rule);
    if (uid.isBlank() || uid.length() > 512) {
      throw new IllegalArgumentException("alert uid must have 1 to 512 characters");
    }
    if (rule.isBlank() || rule.length() > 512) {
      throw new IllegalArgumentException("alert rule must have 1 to 512 characters");
    }
    title = StorableText.cut(title, 1_000);
    description = description.map(d -> StorableText.cut(d, 10_000));
    attacks = List.copyOf(new LinkedHashSet<>(attacks));
    targets = List.copyOf(new LinkedHashSet<>(targets));
    observables = List.copyOf(observables);
    if (attributes.size() > 64) {
      throw new IllegalArgumentException(
          "an alert has at most 64 attributes, got " + attributes.size());
    }
    attributes = storable(attributes);
  }

  private static Map<String, String> storable(Map<String, String> attributes) {
    Map<String, String> all = new LinkedHashMap<>();
    attributes.forEach((k, v) -> all.put(StorableText.of(k), StorableText.of(v)));
    return Map.copyOf(all);
  }

  /** The ids of the targets of one type, in order. */
  public List<String> targets(TargetType type) {
    return targets.stream().filter(t -> t.type() == type).map(Target::id).toList();
  }

  public static Builder builder(String uid, String rule) {
    return new Builder(uid, rule);
  }

  /**
   * Collects an alert's parts; everything but uid and rule has a default (severity UNKNOWN, FIRING,
   * empty).
   */
  public static final class Builder {
    private final String uid;
    private final String rule;
    private Optional<String> title = Optional.empty();
    private Optional<String> description = Optional.empty();
    private Severity severity = Severity.UNKNOWN;
    private Disposition disposition = Disposition.FIRING;
    private Optional<Instant> occurredAt = Optional.empty();
    private final List<Attack> attacks = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Observable> observables = new ArrayList<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();

    private Builder(String uid, String rule) {
      this.uid = uid;
      this.rule = rule;
    }

    public Builder title(String title) {
      this.title = Optional.of(title);
      return this;
    }

    public Builder description(Optional<String> description) {
      this.description = description;
      return this;
    }

    public Builder severity(Severity severity) {
      this.severity = severity;
      return this;
    }

    public Builder disposition(Disposition disposition) {
      this.disposition = disposition;
      return this;
    }

    public Builder occurredAt(Optional<Instant> occurredAt) {
      this.occurredAt = occurredAt;
      return this;
    }

    /** Adds the reference the text names, if it names one; see {@link Attack#parse}. */
    public Builder attack(String text) {
      Attack.parse(text).ifPresent(attacks::add);
      return this;
    }

    public Builder attack(Attack attack) {
      attacks.add(attack);
      return this;
    }

    /**
     * Adds a target; a blank id, one over 512 characters or one with control characters is kept as
     * an observable instead.
     */
    public Builder target(TargetType type, String id) {
      try {
        targets.add(new Target(type, id.strip()));
      } catch (IllegalArgumentException e) {
        if (!id.isBlank()) {
          observables.add(new Observable(type.key(), id));
        }
      }
      return this;
    }

    public Builder observable(String name, String value) {
      observables.add(new Observable(name, value));
      return this;
    }

    public Builder attribute(String name, String value) {
      attributes.put(name, value);
      return this;
    }

    public Alert build() {
      return new Alert(
          uid,
          rule,
          title.orElse(rule),
          description,
          severity,
          disposition,
          occurredAt,
          attacks,
          targets,
          observables,
          attributes);
    }
  }
}
