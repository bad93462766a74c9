package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Okta organisation: users with a status and sessions, the lifecycle calls, the System Log.
 * Shapes after https://developer.okta.com/docs/api/openapi/okta-management/.
 */
final class FakeOkta implements VendorApi {
  private static final Pattern EQ = Pattern.compile("([A-Za-z.]+) eq \"([^\"]*)\"");

  /** Status after, and the only status before, of each lifecycle call. */
  private record Move(String from, String to) {}

  private static final Map<String, Move> MOVES =
      Map.of(
          "suspend", new Move("ACTIVE", "SUSPENDED"),
          "unsuspend", new Move("SUSPENDED", "ACTIVE"),
          "deactivate", new Move("", "DEPROVISIONED"),
          "activate", new Move("DEPROVISIONED", "ACTIVE"));

  private static final String OWNER = "00ufirebreak0sandbox";
  private static final String ROLE = "cr0containment";
  private static final List<String> PERMISSIONS =
      List.of(
          "okta.users.read",
          "okta.users.lifecycle.suspend",
          "okta.users.lifecycle.unsuspend",
          "okta.users.lifecycle.clearSessions");

  /** A person or service account. */
  static final class User {
    final String id;
    final String login;
    String status = "ACTIVE";
    Instant statusChanged;
    int sessions;

    User(String id, String login, int sessions, Instant now) {
      this.id = id;
      this.login = login;
      this.sessions = sessions;
      this.statusChanged = now;
    }

    boolean is(String name) {
      return name.equals(id) || name.equalsIgnoreCase(login) || login.startsWith(name + "@");
    }
  }

  private final Effects effects;
  private final Clock clock;
  private final String token;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final List<Map<String, Object>> log = new ArrayList<>();

  FakeOkta(Effects effects, Clock clock, String token) {
    this.effects = effects;
    this.clock = clock;
    this.token = token;
  }

  void add(String id, String login, int sessions) {
    users.put(id, new User(id, login, sessions, clock.instant()));
  }

  List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public Reply error(int status, String message) {
    String code =
        switch (status) {
          case 401 -> "E0000011";
          case 404 -> "E0000007";
          case 429 -> "E0000047";
          case 500 -> "E0000009";
          default -> "E0000001";
        };
    Reply reply =
        Reply.json(
            status,
            Map.of(
                "errorCode", code,
                "errorSummary", message,
                "errorLink", code,
                "errorId", "oae" + UUID.randomUUID().toString().replace("-", "").substring(0, 17),
                "errorCauses", List.of()));
    return status == 429
        ? reply
            .with("X-Rate-Limit-Limit", "600")
            .with("X-Rate-Limit-Remaining", "0")
            .with("X-Rate-Limit-Reset", String.valueOf(clock.instant().getEpochSecond() + 1))
        : reply;
  }

  @Override
  public Reply answer(Ask ask) throws JsonProcessingException {
    if (!Digests.same(ask.header("authorization").orElse(""), "SSWS " + token)) {
      return error(401, "Invalid token provided");
    }
    if (ask.is("GET", "api", "v1", "logs")) {
      return Reply.json(200, log(ask.query()));
    }
    Optional<Reply> about = aboutUs(ask);
    if (about.isPresent()) {
      return about.get();
    }
    List<String> path = ask.segments();
    if (path.size() < 4 || !path.get(2).equals("users")) {
      return error(404, "Not found: Resource not found");
    }
    Optional<User> user = users.values().stream().filter(u -> u.is(path.get(3))).findFirst();
    if (user.isEmpty()) {
      return error(404, "Not found: Resource not found: " + path.get(3) + " (User)");
    }
    if (ask.is("GET", "api", "v1", "users", "*")) {
      return Reply.json(200, shown(user.get()));
    } else if (ask.is("POST", "api", "v1", "users", "*", "lifecycle", "*")) {
      return move(ask, user.get(), path.get(5));
    } else if (ask.is("DELETE", "api", "v1", "users", "*", "sessions")) {
      return clear(ask, user.get());
    }
    return error(404, "Not found: Resource not found");
  }

  /** Who owns the token, and the one custom role he has. */
  private Optional<Reply> aboutUs(Ask ask) {
    if (ask.is("GET", "api", "v1", "users", "me")) {
      return Optional.of(
          Reply.json(
              200,
              Map.of(
                  "id",
                  OWNER,
                  "status",
                  "ACTIVE",
                  "profile",
                  Map.of("login", "firebreak@sandbox"))));
    } else if (ask.is("GET", "api", "v1", "users")) {
      return Optional.of(Reply.json(200, users.values().stream().map(FakeOkta::shown).toList()));
    } else if (ask.is("GET", "api", "v1", "users", OWNER, "roles")) {
      return Optional.of(
          Reply.json(
              200,
              List.of(
                  Map.of(
                      "id", "irb0sandbox", "role", ROLE, "type", "CUSTOM", "status", "ACTIVE"))));
    } else if (ask.is("GET", "api", "v1", "iam", "roles", ROLE, "permissions")) {
      List<Map<String, String>> labels = PERMISSIONS.stream().map(p -> Map.of("label", p)).toList();
      return Optional.of(Reply.json(200, Map.of("permissions", labels)));
    }
    return Optional.empty();
  }

  private Reply move(Ask ask, User user, String verb) {
    Move move = MOVES.get(verb);
    if (move == null) {
      return error(404, "Not found: Resource not found");
    }
    if (!move.from().isEmpty() && !move.from().equals(user.status)) {
      return error(400, "Cannot " + verb + " a user that is " + user.status);
    }
    user.status = move.to();
    user.statusChanged = clock.instant();
    if (!verb.equals("unsuspend") && !verb.equals("activate")) {
      user.sessions = 0;
    }
    effects.happened(ask, "okta " + verb + " " + user.login);
    record("user.lifecycle." + verb, user);
    return Reply.json(200, Map.of());
  }

  private Reply clear(Ask ask, User user) {
    user.sessions = 0;
    effects.happened(ask, "okta clear sessions " + user.login);
    record("user.session.clear", user);
    return Reply.empty(204);
  }

  private void record(String eventType, User user) {
    log.add(
        Map.of(
            "uuid", UUID.randomUUID().toString(),
            "published", clock.instant().toString(),
            "eventType", eventType,
            "severity", "INFO",
            "actor", Map.of("id", "00uapi", "type", "User", "alternateId", "firebreak"),
            "outcome", Map.of("result", "SUCCESS"),
            "target", List.of(Map.of("id", user.id, "type", "User", "alternateId", user.login))));
  }

  private static Map<String, Object> shown(User user) {
    return Map.of(
        "id",
        user.id,
        "status",
        user.status,
        "statusChanged",
        user.statusChanged.toString(),
        "profile",
        Map.of("login", user.login, "email", user.login));
  }

  /** Reads {@code since} and filters of the form {@code a eq "x" and b eq "y"}. */
  private List<Map<String, Object>> log(Map<String, String> query) {
    Instant since = Optional.ofNullable(query.get("since")).map(Instant::parse).orElse(Instant.MIN);
    Map<String, String> wanted = new LinkedHashMap<>();
    Matcher m = EQ.matcher(query.getOrDefault("filter", ""));
    while (m.find()) {
      wanted.put(m.group(1), m.group(2));
    }
    return log.stream()
        .filter(e -> !Instant.parse(String.valueOf(e.get("published"))).isBefore(since))
        .filter(e -> fits(wanted, "eventType", String.valueOf(e.get("eventType"))))
        .filter(e -> !wanted.containsKey("target.id") || targets(e, wanted.get("target.id")))
        .toList();
  }

  private static boolean fits(Map<String, String> wanted, String name, String value) {
    return !wanted.containsKey(name) || value.equals(wanted.get(name));
  }

  private static boolean targets(
      Map<String, Object> event, @org.jspecify.annotations.Nullable String id) {
    return event.get("target") instanceof List<?> all
        && all.stream()
            .anyMatch(t -> t instanceof Map<?, ?> m && String.valueOf(m.get("id")).equals(id));
  }
}
