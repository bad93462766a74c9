package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People decide: who may, how many it takes, and what their no is worth. */
class ApprovalIT {
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";
  private static final String LIFT = "exchange.lift-freeze";

  private final Firebreak app = SharedFirebreak.get();
  private final Person ann = app.person("ann");
  private final Person bob = app.person("bob");
  private final Person cyd = app.person("cyd");

  private final String wallet = unique("hot");

  private int freezes() {
    return SharedFirebreak.sandbox()
        .state()
        .path("effectsByName")
        .path("exchange freeze WALLET [" + wallet + "]")
        .asInt();
  }

  private boolean frozen() {
    return Firebreak.each(SharedFirebreak.sandbox().state().path("freezes"))
        .filter(f -> f.path("state").asText().equals("ACTIVE"))
        .anyMatch(f -> f.path("values").toString().contains("\"" + wallet + "\""));
  }

  /** An incident whose freeze waits for one person. */
  private String asked() {
    return app.incident(Alerts.outflow(wallet, "medium"));
  }

  private String question(String incident) {
    return app.approval(incident, FREEZE, "wallet:" + wallet).path("id").asText();
  }

  /** An incident whose wallet is frozen and for whose lift somebody asked; the approval's id. */
  private String liftAsked(Person by) {
    String incident = app.incident(Alerts.outflow(wallet, "high"));
    String id =
        app.containment(incident, FREEZE, "wallet:" + wallet, "confirmed").path("id").asText();
    JsonNode action =
        by.post("/api/v1/containments/" + id + "/lift", Map.of("reason", "all clear")).json(202);
    return Await.value(
            "the question for the lift",
            () ->
                Firebreak.each(app.story(incident).path("approvals"))
                    .filter(a -> a.path("action").asText().equals(action.path("id").asText()))
                    .findFirst())
        .path("id")
        .asText();
  }

  private JsonNode approval(String id) {
    return app.operator().get("/api/v1/approvals/" + id);
  }

  @Test
  void nothing_is_done_before_somebody_has_agreed_and_then_it_is_done_once() {
    String incident = asked();
    String question = question(incident);
    assertThat(freezes()).isZero();

    JsonNode closed = ann.vote(question, "approve").json(200);

    assertThat(closed.path("state").asText()).isEqualTo("approved");
    app.action(incident, FREEZE, "wallet:" + wallet, "confirmed");
    assertThat(freezes()).isEqualTo(1);
  }

  @Test
  void what_was_denied_is_not_done_and_a_person_gets_the_task() {
    String incident = asked();

    ann.vote(question(incident), "deny").json(200);

    JsonNode task = app.task(incident, "Contain by hand");
    assertThat(task.path("candidateGroups").toString()).contains("responders");
    JsonNode action = app.action(incident, FREEZE, "wallet:" + wallet, "refused");
    assertThat(action.path("error").asText()).contains("NOT_APPROVED");
    assertThat(freezes()).isZero();
  }

  @Test
  void who_asked_for_it_has_no_vote() {
    String question = liftAsked(ann);

    Answer answer = ann.vote(question, "approve");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(approval(question).path("votes")).isEmpty();
  }

  @Test
  void who_asked_for_it_cannot_deny_it_either() {
    assertThat(ann.vote(liftAsked(ann), "deny").status()).isEqualTo(403);
  }

  @Test
  void the_same_person_has_one_vote() {
    String question = liftAsked(ann);
    bob.vote(question, "approve").json(200);

    Answer again = bob.vote(question, "approve");

    assertThat(again.status()).isEqualTo(409);
    assertThat(approval(question).path("votes")).hasSize(1);
    assertThat(frozen()).isTrue();
  }

  @Test
  void a_lift_takes_two_people() {
    String question = liftAsked(ann);
    JsonNode first = bob.vote(question, "approve").json(200);
    assertThat(first.path("state").asText()).isEqualTo("open");
    assertThat(first.path("needed").asInt()).isEqualTo(2);
    assertThat(frozen()).isTrue();

    JsonNode second = cyd.vote(question, "approve").json(200);

    assertThat(second.path("state").asText()).isEqualTo("approved");
    Await.until("the freeze of " + wallet + " being gone", () -> !frozen());
  }

  @Test
  void one_no_is_enough_to_keep_a_containment() {
    String question = liftAsked(ann);
    bob.vote(question, "approve").json(200);

    JsonNode closed = cyd.vote(question, "deny").json(200);

    assertThat(closed.path("state").asText()).isEqualTo("denied");
    assertThat(frozen()).isTrue();
  }

  @Test
  void a_vote_after_the_close_comes_too_late() {
    String question = question(asked());
    ann.vote(question, "deny").json(200);

    Answer late = bob.vote(question, "approve");

    assertThat(late.status()).isEqualTo(409);
    assertThat(approval(question).path("state").asText()).isEqualTo("denied");
    assertThat(freezes()).isZero();
  }

  @Test
  void two_votes_in_the_same_moment_are_two() {
    String question = liftAsked(ann);
    List<Person> voters = List.of(bob, cyd);

    List<Answer> answers = AtOnce.run(2, i -> () -> voters.get(i).vote(question, "approve"));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(approval(question).path("state").asText()).isEqualTo("approved");
    assertThat(approval(question).path("votes")).hasSize(2);
    Await.until("the freeze of " + wallet + " being gone", () -> !frozen());
  }

  @Test
  void eight_votes_of_one_person_in_the_same_moment_are_one() {
    String question = liftAsked(ann);

    List<Answer> answers = AtOnce.run(8, i -> () -> bob.vote(question, "approve"));

    assertThat(answers).extracting(Answer::status).filteredOn(s -> s == 200).hasSize(1);
    assertThat(answers).extracting(Answer::status).filteredOn(s -> s == 409).hasSize(7);
    assertThat(approval(question).path("state").asText()).isEqualTo("open");
    assertThat(frozen()).isTrue();
  }

  @Test
  void a_yes_and_a_no_in_the_same_moment_do_the_action_at_most_once_and_agree_with_the_record() {
    String incident = asked();
    String question = question(incident);

    List<Answer> answers =
        AtOnce.run(2, i -> () -> (i == 0 ? ann : bob).vote(question, i == 0 ? "approve" : "deny"));

    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    boolean approved = approval(question).path("state").asText().equals("approved");
    app.action(incident, FREEZE, "wallet:" + wallet, approved ? "confirmed" : "refused");
    assertThat(freezes()).isEqualTo(approved ? 1 : 0);
  }

  @Test
  void the_trail_names_who_voted_and_why() {
    String incident = asked();
    String question = question(incident);

    ann.post(
            "/api/v1/approvals/" + question + "/votes",
            Map.of("vote", "approve", "comment", "saw it on chain"))
        .json(200);

    JsonNode voted = app.entry(incident, "approval.voted");
    assertThat(voted.path("actor").asText()).isEqualTo("person:ann");
    assertThat(voted.path("data").path("comment").asText()).isEqualTo("saw it on chain");
  }

  @Test
  void the_question_says_what_would_be_done_to_what_and_by_which_rule() {
    JsonNode question = app.approval(asked(), FREEZE, "wallet:" + wallet);

    assertThat(question.path("rule").asText()).isEqualTo("policy-freeze-wallet");
    assertThat(question.path("reason").asText()).isNotBlank();
    assertThat(question.path("input").toString()).contains(wallet);
    assertThat(question.path("onTimeout").asText()).isEqualTo("hold");
    assertThat(question.path("topic").asText()).isNotEqualTo(LIFT);
  }
}
