package dev.firebreak.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.access.Account;
import dev.firebreak.access.Caller;
import dev.firebreak.access.Grant;
import dev.firebreak.action.ActionRow;
import dev.firebreak.action.ActionRow.State;
import dev.firebreak.action.Approvals;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.TargetType;
import dev.firebreak.support.AskedPlainly;
import dev.firebreak.support.Callers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose yes counts, for how long, and for what exactly. */
class ApprovalRulesTest {
  private static final Caller ANA = Callers.may("person:ana");
  private static final Caller BEN = Callers.may("person:ben");
  private static final Caller CYD = Callers.may("person:cyd");
  private static final String STRANGER = "person:stranger";

  private static Stages stages;

  @BeforeAll
  static void start() throws Exception {
    stages =
        new Stages(
            Map.of("vendor", 16),
            List.of(
                Playbook.of("one", "vendor.contain-held"),
                Playbook.of("two", "vendor.contain"),
                Playbook.of("groups", "vendor.contain-asked"),
                Playbook.of("called", "vendor.contain-escalated"),
                Playbook.of("chained", "vendor.contain-chained"),
                Playbook.of("vaulted", "vendor.contain-anyway")),
            new DecisionText(
                    "policy",
                    "action",
                    List.of("verdict", "approvals", "timeout", "onTimeout", "group"))
                .when("vendor.contain-held", "ask", "1", "PT10M", "hold", "")
                .when("vendor.contain", "ask", "2", "PT10M", "hold", "")
                .when(
                    "vendor.contain-asked",
                    "ask",
                    "3",
                    "PT10M",
                    "hold",
                    "2 of approvers and 1 of treasury")
                .when(
                    "vendor.contain-escalated",
                    "ask",
                    "1",
                    "PT1S",
                    "escalate to board for PT10M",
                    "treasury")
                .when(
                    "vendor.contain-chained",
                    "ask",
                    "1",
                    "PT1S",
                    "escalate to board for PT1S, then to owners for PT10M",
                    "treasury")
                .when("vendor.contain-anyway", "ask", "2", "PT10M", "hold", "vaulters")
                .when("vendor.release", "ask", "2", "PT10M", "hold", ""),
            new StagesConfig(),
            new AskedPlainly(Optional.of(Duration.ofMinutes(10)), List.of("release")));
    twoWhoAreAskedAboutVaults();
  }

  private static void twoWhoAreAskedAboutVaults() {
    for (String name : List.of("vera", "otto")) {
      stages
          .assembly
          .access
          .accounts()
          .add(
              name,
              Account.Kind.PERSON,
              Grant.of(List.of("approver"), List.of("group:vaulters")),
              "person:everybody");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    stages.close();
  }

  @AfterEach
  void goOn() throws Exception {
    stages.assembly.brakes.stop().release("person:everybody", "the next test");
  }

  private static String wallet() {
    return "rules-" + UUID.randomUUID();
  }

  private static Approvals.Approval asked(UUID incident) {
    return Stages.await(
            "an approval", () -> stages.assembly.approvals.ofIncident(incident), a -> !a.isEmpty())
        .get(0);
  }

  private static Approvals.Approval now(Approvals.Approval a) {
    return stages.assembly.approvals.find(a.id()).orElseThrow();
  }

  private static void yes(Approvals.Approval a, Caller by) throws Approvals.VoteRefused {
    stages.assembly.approvals.vote(a.id(), by, true, "");
  }

  private static void sql(String statement, Object... values) {
    stages.assembly.database.inTransaction(h -> h.execute(statement, values));
  }

  @Test
  void aSeatOfAGroupIsNotTakenByApproversOfEverything() throws Exception {
    String wallet = wallet();
    UUID incident = stages.incident("groups", wallet);
    Approvals.Approval asked = asked(incident);

    yes(asked, ANA);
    yes(asked, BEN);
    yes(asked, CYD);

    assertThat(now(asked).open()).isTrue();
    assertThat(now(asked).missing()).containsExactly("1 of treasury");
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  void withEverySeatTakenItIsDone() throws Exception {
    UUID incident = stages.incident("groups", wallet());
    Approvals.Approval asked = asked(incident);
    yes(asked, Callers.of("person:tia", "group:treasury"));
    yes(asked, ANA);

    yes(asked, BEN);

    assertThat(now(asked).state()).isEqualTo("APPROVED");
    assertThat(stages.ended(incident).state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void whoIsOfAnotherGroupHasNoVote() {
    Approvals.Approval asked = asked(stages.incident("groups", wallet()));

    assertThatThrownBy(() -> yes(asked, Callers.of("person:gus", "group:board")))
        .isInstanceOf(Approvals.VoteRefused.class)
        .hasMessageContaining("2 of approvers and 1 of treasury");
  }

  @Test
  void escalationCallsTheNextGroupAndGivesItTimeOfItsOwn() throws Exception {
    UUID incident = stages.incident("called", wallet());
    Approvals.Approval asked = asked(incident);
    Caller board = Callers.of("person:bea", "group:board");
    assertThatThrownBy(() -> yes(asked, board)).isInstanceOf(Approvals.VoteRefused.class);
    Approvals.Approval called =
        Stages.await("the escalation", () -> now(asked), Approvals.Approval::escalated);

    yes(asked, board);

    assertThat(called.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(8)));
    assertThat(stages.ended(incident).state()).isEqualTo(State.CONFIRMED);
    stages.told(incident, "approval.escalated");
  }

  @Test
  void aChainCallsOneGroupAfterTheOtherAndKeepsTheSeatsOfThoseBefore() throws Exception {
    UUID incident = stages.incident("chained", wallet());
    Approvals.Approval asked = asked(incident);
    Caller owner = Callers.of("person:oda", "group:owners");
    assertThatThrownBy(() -> yes(asked, owner)).isInstanceOf(Approvals.VoteRefused.class);

    Approvals.Approval last = Stages.await("the end", () -> now(asked), a -> a.level() == 2);

    assertThat(last.seats().groups()).containsExactly("treasury", "board", "owners");
    assertThat(last.expiresAt()).isAfter(Instant.now().plus(Duration.ofMinutes(8)));
    yes(asked, owner);
    assertThat(stages.ended(incident).state()).isEqualTo(State.CONFIRMED);
    stages.told(incident, "action.confirmed");
    assertThat(stages.story(incident)).filteredOn("approval.escalated"::equals).hasSize(2);
  }

  @Test
  void anAlertThatNamesTooManyOfThoseWhoCouldSayYesRaisesAnAlarm() {
    Approvals.Approval asked = asked(naming("vera"));

    Alert alarm = Stages.await("an alarm", () -> alarms(asked), a -> !a.isEmpty()).get(0);

    assertThat(alarm.description().orElseThrow())
        .contains("2 of vaulters", "1 of the people", "person:vera", "as vera")
        .doesNotContain("person:otto");
  }

  @Test
  void anAlertThatLeavesEnoughPeopleRaisesNone() {
    Approvals.Approval crowded = asked(naming("nobody-here"));
    Approvals.Approval later = asked(naming("vera"));
    Stages.await("the alarm about the later one", () -> alarms(later), a -> !a.isEmpty());

    assertThat(alarms(crowded)).isEmpty();
  }

  private static UUID naming(String person) {
    return stages.incidentOf(
        stages.assembly.intake.raise(
            Alert.builder("naming-" + UUID.randomUUID(), "vaulted")
                .severity(Severity.HIGH)
                .target(TargetType.WALLET, wallet())
                .target(TargetType.IDENTITY, person)
                .build()));
  }

  private static List<Alert> alarms(Approvals.Approval a) {
    return stages.assembly.database.read(
        h ->
            h.createQuery("select document::text from alert where uid = :u")
                .bind("u", "shorthanded:" + a.id() + ":0")
                .map((r, c) -> alert(r.getString(1)))
                .list());
  }

  private static Alert alert(String document) {
    try {
      return Json.mapper().readValue(document, Alert.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasChangedBeforeTheVoteIsVoid() {
    String wallet = wallet();
    UUID incident = stages.incident("one", wallet);
    Approvals.Approval asked = asked(incident);
    sql("update action set input = '{\"wallet\": \"another\"}' where id = ?", asked.action());

    assertThatThrownBy(() -> yes(asked, ANA)).hasMessageContaining("void");

    assertThat(now(asked).state()).isEqualTo("VOID");
    assertThat(now(asked).votes()).isEmpty();
    assertThat(stages.ended(incident).state()).isEqualTo(State.REFUSED);
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
    assertThat(ScriptedVendor.script("another").story()).isEmpty();
  }

  @Test
  void whatWasChangedBetweenTheYesAndTheCallIsNotDone() throws Exception {
    String wallet = wallet();
    UUID incident = stages.incident("one", wallet);
    Approvals.Approval asked = asked(incident);
    stages.assembly.brakes.stop().stop("person:ana", "so that it waits");
    yes(asked, ANA);
    stages.told(incident, "action.retrying");
    sql("update action set target_id = 'another' where id = ?", asked.action());

    stages.assembly.brakes.stop().release("person:ben", "go on");

    ActionRow ended = stages.ended(incident);
    assertThat(ended.error().orElseThrow().code()).isEqualTo(ActionRow.Failure.Code.NOT_APPROVED);
    assertThat(now(asked).state()).isEqualTo("VOID");
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
    stages.told(incident, "approval.voided");
  }

  @Test
  void aYesThatIsOnlyWrittenIntoTheDatabaseIsNone() {
    String wallet = wallet();
    ScriptedVendor.script(wallet).shows(n -> Observation.absent("not there"));
    UUID incident = stages.incident("one", wallet);
    Approvals.Approval asked = asked(incident);
    sql("insert into node values ('gone', now() - interval '1 day', now() - interval '1 hour')");
    sql("update approval set state = 'APPROVED', closed_at = now() where id = ?", asked.id());

    sql(
        "update action set state = 'REQUESTED', owner = 'gone', deadline = now() + interval '1"
            + " hour' where id = ?",
        asked.action());

    ActionRow ended = stages.ended(incident);
    assertThat(ended.error().orElseThrow().message()).contains("without the votes that this takes");
    assertThat(ScriptedVendor.script(wallet).calls()).isEmpty();
  }

  @Test
  void whoReleasedThePlaybookThatRunsHasNoVote() {
    UUID incident = stages.incident("one", wallet());
    Approvals.Approval asked = asked(incident);
    String version = stages.run(incident, "RUNNING").versionId();

    sql(
        "insert into playbook_release (playbook, version, how, released_by, released_at, comment)"
            + " select playbook, version, 'RELEASE', 'person:rosa', now(), '' from"
            + " playbook_deployment where engine_version = ?",
        version);

    assertThatThrownBy(() -> yes(asked, Callers.may("person:rosa")))
        .hasMessageContaining("released the playbook version");
  }

  @Test
  void whoIsNamedInTheAlertHasNoVote() {
    String name = "sue-" + UUID.randomUUID();
    Account sue =
        stages.assembly.access.accounts().add(name, Account.Kind.PERSON, List.of(), STRANGER);
    stages
        .assembly
        .access
        .aliases()
        .set(sue, List.of("Sue." + name + "@Example.com"), Callers.may(STRANGER));
    UUID alert =
        stages.assembly.intake.raise(
            Alert.builder(name, "one")
                .severity(Severity.HIGH)
                .target(TargetType.WALLET, wallet())
                .target(TargetType.IDENTITY, "sue." + name + "@example.com")
                .build());
    Approvals.Approval asked = asked(incidentOf(alert));

    assertThatThrownBy(() -> yes(asked, Callers.may(sue.subject())))
        .hasMessageContaining("you are a subject of this incident");
  }

  private static UUID incidentOf(UUID alert) {
    return Stages.await(
            "an incident",
            () ->
                stages.assembly.database.read(
                    h ->
                        h.createQuery(
                                "select incident from alert where id = :id and incident is not"
                                    + " null")
                            .bind("id", alert)
                            .mapTo(UUID.class)
                            .list()),
            found -> !found.isEmpty())
        .get(0);
  }

  @Test
  void oneWhoHasTwoAccountsHasOneVote() throws Exception {
    String name = "ida-" + UUID.randomUUID();
    Account ida =
        stages.assembly.access.accounts().add(name, Account.Kind.PERSON, List.of(), STRANGER);
    stages.assembly.access.aliases().set(ida, List.of("ida@corp.example"), Callers.may(STRANGER));
    String federated = "oidc:corp:" + name;
    stages.assembly.access.byProvider(federated, name, List.of(), Optional.empty());
    stages.assembly.access.aliases().vouched(federated, List.of("IDA@corp.example"));
    Approvals.Approval asked = asked(stages.incident("two", wallet()));
    yes(asked, Callers.may(ida.subject()));

    assertThatThrownBy(() -> yes(asked, Callers.may(federated)))
        .hasMessageContaining("a person has one vote");
  }

  private static Approvals.Approval lift(String wallet) throws Exception {
    UUID incident = stages.incident("two", wallet);
    Approvals.Approval asked = asked(incident);
    yes(asked, ANA);
    yes(asked, BEN);
    ActionRow contained = stages.ended(incident);
    ActionRow lifting = stages.assembly.ledger.lift(contained.id(), CYD, "all clear").orElseThrow();
    return stages.assembly.approvals.ofIncident(incident).stream()
        .filter(a -> a.action().equals(lifting.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void liftingTakesOneMoreThanContainingTook() throws Exception {
    Approvals.Approval lift = lift(wallet());

    assertThat(lift.needed()).isEqualTo(3);
    assertThat(lift.quorum()).hasToString("3 of approvers");
  }

  @Test
  void aVoteThatNeedsAFreshSignInIsNotTakenFromAToken() throws Exception {
    Approvals.Approval lift = lift(wallet());

    assertThatThrownBy(() -> yes(lift, ANA))
        .isInstanceOf(Approvals.VoteRefused.class)
        .hasMessageContaining("not older than 10 min, and a token is none")
        .hasMessageContaining("/approvals/" + lift.id());
  }

  @Test
  void aVoteThatNeedsAFreshSignInIsTakenFromOneAndNotFromAnOldOne() throws Exception {
    Approvals.Approval lift = lift(wallet());
    Instant old = Instant.now().minus(Duration.ofMinutes(11));
    assertThatThrownBy(() -> yes(lift, Callers.signedIn("person:ana", old)))
        .isInstanceOf(Approvals.VoteRefused.class);

    yes(lift, Callers.signedIn("person:ana", Instant.now()));

    assertThat(now(lift).votes()).hasSize(1);
  }

  @Test
  void whoAskedByHandTakesItBackAndNobodyElse() throws Exception {
    Approvals.Approval lift = lift(wallet());
    assertThatThrownBy(() -> stages.assembly.approvals.takeBack(lift.id(), ANA, "no"))
        .isInstanceOf(Approvals.VoteRefused.class);

    stages.assembly.approvals.takeBack(lift.id(), CYD, "too early");

    assertThat(now(lift).state()).isEqualTo("WITHDRAWN");
    assertThat(stages.assembly.actions.find(lift.action()).orElseThrow().state())
        .isEqualTo(State.WITHDRAWN);
  }

  @Test
  void withItsIncidentClosedNothingIsAskedAnyMore() {
    String wallet = wallet();
    UUID incident = stages.incident("one", wallet);
    Approvals.Approval asked = asked(incident);

    stages.assembly.people.close(incident, STRANGER, "a drill");

    assertThat(now(asked).state()).isEqualTo("WITHDRAWN");
    assertThat(stages.ended(incident).error().orElseThrow().message())
        .contains("the incident was closed");
    assertThat(ScriptedVendor.script(wallet).story()).isEmpty();
  }

  @Test
  void aVoteOnAnotherQuestionThanTheOneAskedNowIsRefused() throws Exception {
    Approvals.Approval asked = asked(stages.incident("one", wallet()));

    assertThatThrownBy(
            () ->
                stages.assembly.approvals.vote(
                    asked.id(), ANA, true, "", Optional.of("0".repeat(64))))
        .hasMessageContaining("has changed since you looked");
  }

  @Test
  void whatTheVoterWasShownIsKeptWithTheVote() throws Exception {
    Approvals.Approval asked = asked(stages.incident("two", wallet()));
    ActionRow row = stages.assembly.actions.find(asked.action()).orElseThrow();
    String digest = stages.assembly.approvals.questions().of(asked, row).sha256();

    stages.assembly.approvals.vote(asked.id(), ANA, true, "", Optional.of(digest));

    Approvals.Seen seen = now(asked).votes().get(0).seen().orElseThrow();
    assertThat(seen.sha256()).isEqualTo(digest);
    assertThat(seen.named()).isTrue();
    assertThat(seen.text()).contains(row.target().id(), asked.binding(), "\"quorum\"");
  }
}
