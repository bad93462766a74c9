package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.Await;
import dev.firebreak.support.Database;
import dev.firebreak.support.EventStream;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who grants what to whom, what a grant covers, and what a token may. */
class PeopleIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String HOLD = "exchange.hold-pending-withdrawals";

  private final Firebreak app = SharedFirebreak.get();
  private final Person operator = app.operator();
  private final String wallet = unique("hot");

  private Person may(String role, String... scopes) {
    return app.person(unique(role), List.of(role), List.of(scopes));
  }

  private static Map<String, Object> grants(String role, String scope) {
    return Map.of("roles", List.of(role), "scopes", List.of(scope));
  }

  private String question() {
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    return app.approval(incident, FREEZE, "wallet:" + wallet).path("id").asText();
  }

  private String containment(String incident) {
    return app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed").path("id").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "*, 200",
    "connector:exchange, 200",
    "connector:exch*, 200",
    "target:wallet, 200",
    "target:wallet:hot-*, 200",
    "tag:hot, 200",
    "tag:trading, 200",
    "tag:staff, 403",
    "connector:okta, 403",
    "target:identity, 403",
    "target:wallet:cold-*, 403",
    "group:custody, 403"
  })
  void a_vote_counts_where_the_approvers_scope_covers_the_action(String scope, int status) {
    String question = question();

    Answer answer = may("approver", scope).vote(question, "deny");

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void a_role_without_a_scope_covers_nothing() {
    Person nobody = app.person(unique("ann"), List.of("approver"), List.of());

    assertThat(nobody.vote(question(), "approve").status()).isEqualTo(403);
  }

  @Test
  void who_may_vote_by_a_tag_is_shown_and_sees_what_bears_it() {
    Person ann = may("approver", "tag:hot");
    String question = question();

    JsonNode shown = operator.get("/api/v1/approvals/" + question);

    assertThat(shown.path("voters"))
        .extracting(v -> v.path("subject").asText())
        .contains("person:" + ann.name());
    assertThat(ann.get("/api/v1/me").path("grants"))
        .extracting(g -> g.path("scope").asText())
        .containsExactlyInAnyOrder("tag:hot", "target:wallet:hot-*", "target:address");
  }

  @Test
  void who_looks_after_people_is_no_approver_by_that() {
    assertThat(may("people-admin", "*").vote(question(), "approve").status()).isEqualTo(403);
  }

  @Test
  void a_lift_is_asked_for_by_who_may_act_on_the_target() {
    String id = containment(app.incident(Alerts.outflow(wallet, "high")));
    String lift = "/api/v1/containments/" + id + "/lift";

    Answer no = may("responder", "connector:okta").post(lift, Map.of("reason", "x"));
    Answer yes = may("responder", "target:wallet:" + wallet).post(lift, Map.of("reason", "x"));

    assertThat(no.status()).isEqualTo(403);
    assertThat(yes.status()).as(yes.text()).isEqualTo(202);
  }

  @Test
  void of_a_whole_incident_only_what_is_covered_is_lifted() {
    String other = unique("hot");
    List<Map<String, String>> both =
        List.of(Map.of("type", "wallet", "id", wallet), Map.of("type", "wallet", "id", other));
    String incident =
        app.incident(Alerts.alert("hot-wallet-outflow", "high", List.of("TA0010"), both));
    for (String one : List.of(wallet, other)) {
      app.containment(incident, FREEZE, "wallet:" + one, "confirmed");
      app.containment(incident, HOLD, "wallet:" + one, "confirmed");
    }

    JsonNode answer =
        may("responder", "target:wallet:" + wallet)
            .post("/api/v1/incidents/" + incident + "/lift", Map.of("reason", "x"))
            .json(202);

    assertThat(answer.path("lifting"))
        .extracting(a -> a.path("target").asText())
        .containsExactly("wallet:" + wallet, "wallet:" + wallet);
    assertThat(answer.path("left")).hasSize(2);
    assertThat(answer.path("left").toString())
        .contains("you are no responder for " + FREEZE + " on wallet:" + other);
  }

  @Test
  void an_action_by_hand_on_what_is_not_covered_is_neither_done_nor_noted() {
    String incident = app.incident(Alerts.outflow(wallet, "high"));
    containment(incident);
    Map<String, Object> ask =
        Map.of(
            "mode",
            "run",
            "topic",
            FREEZE,
            "incident",
            incident,
            "reason",
            "x",
            "inputs",
            Map.of("wallet", unique("hot"), "reason", "x"));
    int before = app.timeline(incident).size();

    Answer answer = may("responder", "target:wallet:cold-*").post("/api/v1/actions", ask);

    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(app.timeline(incident)).hasSize(before);
  }

  @Test
  void what_concerns_a_whole_incident_takes_a_responder_for_everything() {
    String incident = app.incident(Alerts.outflow(wallet, "high"));
    String close = "/api/v1/incidents/" + incident + "/close";

    assertThat(may("responder", "connector:exchange").post(close, Map.of()).status())
        .isEqualTo(403);
    assertThat(may("responder", "*").post(close, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void nobody_grants_himself_a_role() {
    Answer answer = operator.post("/api/v1/people/operator/grant", grants("approver", "*"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(operator.get("/api/v1/me").path("grants").toString()).doesNotContain("approver");
  }

  @Test
  void a_grant_works_at_once_and_is_gone_at_once() {
    Person ann = app.person(unique("ann"), List.of(), List.of());
    assertThat(ann.asked("/api/v1/incidents").status()).isEqualTo(403);

    operator.post("/api/v1/people/" + ann.name() + "/grant", grants("viewer", "*")).json(200);
    assertThat(ann.asked("/api/v1/incidents").status()).isEqualTo(200);

    operator.post("/api/v1/people/" + ann.name() + "/revoke", grants("viewer", "*")).json(200);
    assertThat(ann.asked("/api/v1/incidents").status()).isEqualTo(403);
  }

  @Test
  void granting_is_in_the_trail_with_who_did_it() {
    Person ann = app.person(unique("ann"), List.of(), List.of());
    long before = app.newestEntry();

    operator
        .post("/api/v1/people/" + ann.name() + "/grant", grants("approver", "connector:okta"))
        .json(200);

    try (EventStream events = operator.eventsAfter(before)) {
      JsonNode entry = events.next(e -> e.path("kind").asText().equals("access.granted"));
      assertThat(entry.path("actor").asText()).isEqualTo("person:operator");
      assertThat(entry.path("data").toString()).contains(ann.name(), "approver on connector:okta");
    }
  }

  @Test
  void the_last_who_looks_after_people_cannot_shut_himself_out() {
    try (Firebreak own = Firebreak.start("last-admin", Map.of())) {
      Person last = own.operator();

      Answer disable = last.post("/api/v1/people/operator/disable", Map.of());
      Answer revoke = last.post("/api/v1/people/operator/revoke", grants("people-admin", "*"));

      assertThat(disable.status()).as(disable.text()).isEqualTo(409);
      assertThat(revoke.status()).as(revoke.text()).isEqualTo(409);
      assertThat(last.asked("/api/v1/people").status()).isEqualTo(200);
    }
  }

  @Test
  void two_admins_who_remove_each_other_in_the_same_moment_leave_one() {
    try (Firebreak own = Firebreak.start("two-admins", Map.of())) {
      Person other = own.person("other", List.of("people-admin"), List.of("*"));
      List<Person> both = List.of(own.operator(), other);

      List<Answer> answers =
          AtOnce.run(
              2,
              i ->
                  () ->
                      both.get(i)
                          .post("/api/v1/people/" + both.get(1 - i).name() + "/disable", Map.of()));

      assertThat(answers).extracting(Answer::status).contains(200);
      assertThat(both).filteredOn(p -> p.asked("/api/v1/people").status() == 200).hasSize(1);
    }
  }

  @Test
  void who_is_shut_out_is_so_with_the_next_request() {
    Person ann = may("viewer", "*");
    assertThat(ann.asked("/api/v1/me").status()).isEqualTo(200);

    operator.post("/api/v1/people/" + ann.name() + "/disable", Map.of()).json(200);

    assertThat(ann.asked("/api/v1/me").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approver", "releaser", "people-admin", "break-glass"})
  void a_service_account_decides_nothing(String role) {
    Answer answer =
        operator.post(
            "/api/v1/people",
            Map.of(
                "name", unique("svc"),
                "kind", "service",
                "roles", List.of(role),
                "scopes", List.of("*")));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "everything", "connector:", "target:", "target:moon", "group:", "**", "tag:"})
  void a_scope_that_is_none_is_answered_400(String scope) {
    assertThat(operator.post("/api/v1/people/operator/grant", grants("approver", scope)).status())
        .isEqualTo(400);
  }

  @Test
  void a_tag_that_nothing_bears_is_answered_400() {
    Person ann = may("approver", "connector:okta");

    Answer answer =
        operator.post("/api/v1/people/" + ann.name() + "/grant", grants("approver", "tag:cold"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("no tag 'cold'", "firebreak.tags.cold");
  }

  @Test
  void a_role_that_knows_no_narrowing_is_not_granted_narrowed() {
    assertThat(
            operator
                .post("/api/v1/people/operator/grant", grants("viewer", "connector:okta"))
                .status())
        .isEqualTo(400);
  }

  private Person token(Person of, String life, String... roles) {
    JsonNode made =
        of.post("/api/v1/tokens", Map.of("roles", List.of(roles), "life", life)).json(201);
    return app.withToken(of.name(), made.path("token").asText());
  }

  @Test
  void a_token_carries_no_more_than_it_was_made_for() {
    Person ann = app.person(unique("ann"), List.of("viewer", "responder"), List.of("*"));

    Person reading = token(ann, "PT1H", "viewer");

    assertThat(reading.asked("/api/v1/incidents").status()).isEqualTo(200);
    assertThat(reading.post("/api/v1/connectors/checkup", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void a_token_makes_none_that_may_more_than_itself() {
    Person ann = app.person(unique("ann"), List.of("viewer", "responder"), List.of("*"));
    Person reading = token(ann, "PT1H", "viewer");

    for (String role : List.of("responder", "*")) {
      assertThat(reading.post("/api/v1/tokens", Map.of("roles", List.of(role))).status())
          .isEqualTo(403);
    }
  }

  @Test
  void a_token_is_not_made_for_a_role_that_its_owner_has_not() {
    assertThat(operator.post("/api/v1/tokens", Map.of("roles", List.of("approver"))).status())
        .isEqualTo(403);
  }

  @Test
  void a_token_is_not_made_for_another_person() {
    Person ann = may("viewer", "*");

    Answer answer =
        operator.post("/api/v1/tokens", Map.of("account", ann.name(), "roles", List.of("viewer")));

    assertThat(answer.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1H", "P367D", "soon"})
  void a_token_ends_within_a_year(String life) {
    assertThat(
            operator
                .post("/api/v1/tokens", Map.of("roles", List.of("responder"), "life", life))
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_token_opens_nothing_after_its_end() {
    Person shortly = token(operator, "PT1S", "responder");

    Await.until("its end", () -> shortly.asked("/api/v1/me").status() == 401);
  }

  @Test
  void a_token_opens_nothing_once_it_is_revoked() {
    Person spare = token(operator, "PT1H", "responder");
    String id =
        Firebreak.each(operator.get("/api/v1/tokens").path("items"))
            .filter(t -> t.path("subject").asText().equals("person:operator"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();

    operator.post("/api/v1/tokens/" + id + "/revoke", Map.of()).json(200);

    assertThat(spare.asked("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void of_a_token_only_its_hash_is_stored() throws SQLException {
    Person ann = may("viewer", "*");

    assertThat(Database.asApplication(app).texts("select t::text from access_token t"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(ann.token()));
  }

  @Test
  void emergency_rights_are_taken_with_a_reason_for_an_hour_and_raise_an_incident() {
    Person eve = may("break-glass", "*");
    String question = question();
    assertThat(eve.vote(question, "approve").status()).isEqualTo(403);
    assertThat(eve.post("/api/v1/me/break-glass", Map.of()).status()).isEqualTo(400);

    eve.post("/api/v1/me/break-glass", Map.of("reason", "nobody answers")).json(200);

    assertThat(eve.vote(question, "approve").status()).isEqualTo(200);
    Await.until(
        "the incident",
        () ->
            app.items("/api/v1/incidents?limit=500")
                .anyMatch(i -> i.path("title").asText().contains(eve.name())));
  }
}
