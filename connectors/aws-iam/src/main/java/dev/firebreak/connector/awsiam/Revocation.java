package dev.firebreak.connector.awsiam;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an inline policy {@code AWSRevokeOlderSessions} does: it denies everything to sessions begun
 * before a time. The console writes the same.
 *
 * @param sids ids of its statements
 * @param before sessions begun before this are denied; empty where none are
 * @param foreign whether it has a statement of another kind, which is not ours to overwrite
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html">Revoke
 *     IAM role temporary security credentials</a>
 */
record Revocation(Set<String> sids, Optional<Instant> before, boolean foreign) {
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html */
  private static final Duration LONGEST_SESSION = Duration.ofHours(12);

  private static final String OPERATOR = "DateLessThan";
  private static final String KEY = "aws:TokenIssueTime";

  /** The document of a revocation. */
  static String document(String sid, Instant before) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put(OPERATOR, Map.of(KEY, before.toString()));
    return PolicyDocument.denyingAll(sid, condition);
  }

  static Revocation read(PolicyDocument document) {
    List<JsonNode> statements = document.statements();
    List<Optional<Instant>> times = statements.stream().map(Revocation::time).toList();
    return new Revocation(
        statements.stream().map(s -> s.path("Sid").asText()).collect(Collectors.toSet()),
        times.stream().flatMap(Optional::stream).max(Instant::compareTo),
        statements.isEmpty() || times.stream().anyMatch(Optional::isEmpty));
  }

  /**
   * Whether sessions begun before a time are denied. A statement of ours counts although its time
   * is somewhat earlier: a measure that is taken up again has a later deadline than it had.
   */
  boolean covers(String sid, Instant time) {
    Instant earliest = sids.contains(sid) ? time.minus(LONGEST_SESSION) : time;
    return before.filter(b -> !b.isBefore(earliest)).isPresent();
  }

  /** Of a statement that denies all before a time and has no further condition. */
  private static Optional<Instant> time(JsonNode statement) {
    JsonNode condition = statement.path("Condition");
    JsonNode times = condition.path(OPERATOR);
    if (!PolicyDocument.deniesAll(statement) || condition.size() != 1 || times.size() != 1) {
      return Optional.empty();
    }
    return times.properties().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(KEY))
        .flatMap(e -> PolicyDocument.texts(e.getValue()))
        .findFirst()
        .flatMap(Revocation::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
