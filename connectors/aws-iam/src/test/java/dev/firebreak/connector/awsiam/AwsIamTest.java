package dev.firebreak.connector.awsiam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.FakeVendor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsIamTest {
  private static final String KEY_ID = "AKIASTOLENKEYOFANA00";
  private static final String OWN_KEY_ID = "AKIAFIREBREAKSOWNKEY";
  private static final String IDEMPOTENCY = "00112233445566778899aabbccddeeff00112233";
  private static final String POLICY = "Firebreak-Quarantine-00112233445566778899";
  private static final Instant ASKED = Instant.parse("2026-03-01T11:00:00.250Z");
  private static final String ASKED_TEXT = "2026-03-01T11:00:01Z";

  private final FakeVendor vendor = FakeVendor.start();
  private VendorHttp http;
  private Connector connector;

  @BeforeEach
  void open() {
    AwsIamKind kind = new AwsIamKind();
    AwsIamSettings settings =
        Settings.bind(
            "connector 'aws-iam'",
            AwsIamSettings.class,
            Map.of(
                "url",
                vendor.url(),
                "sts-url",
                vendor.url() + "/",
                "access-key-id",
                OWN_KEY_ID,
                "secret-access-key",
                "madeUpSecret"));
    http = VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1"));
    connector = kind.open(settings, http);
    Iam.onRead(vendor, "GetCallerIdentity", Iam.self(Iam.SELF));
  }

  @AfterEach
  void close() {
    http.close();
    vendor.close();
  }

  // ---- access keys

  @Test
  void aKeyIsDeactivatedForTheUserIamNames() throws ActionFailure {
    Iam.onRead(vendor, "GetAccessKeyLastUsed", Iam.owner("ana"));
    Iam.onChange(vendor, "UpdateAccessKey", Iam.result("UpdateAccessKey", ""));

    Record owner = run("deactivate-key", key(Optional.empty()));

    assertThat(owner).isEqualTo(new AccessKeys.Owner("ana"));
    assertThat(onlyChange())
        .containsEntry("Action", "UpdateAccessKey")
        .containsEntry("Version", "2010-05-08")
        .containsEntry("UserName", "ana")
        .containsEntry("AccessKeyId", KEY_ID)
        .containsEntry("Status", "Inactive");
  }

  @Test
  void aUserThatIsGivenIsNotAskedFor() throws ActionFailure {
    Iam.onChange(vendor, "UpdateAccessKey", Iam.result("UpdateAccessKey", ""));

    run("activate-key", key(Optional.of("ana")));

    assertThat(vendor.received()).hasSize(1);
    assertThat(onlyChange()).containsEntry("Status", "Active");
  }

  @Test
  void requestsAreSignedForIamAndForSts() throws ActionFailure {
    Iam.onRead(vendor, "SimulatePrincipalPolicy", Iam.simulated(Iam.allAllowed()));

    connector.readiness();

    assertThat(vendor.received().stream().map(r -> r.getHeader("Authorization")))
        .allMatch(a -> a.startsWith("AWS4-HMAC-SHA256 Credential=" + OWN_KEY_ID + "/"))
        .anyMatch(a -> a.contains("/us-east-1/sts/aws4_request"))
        .anyMatch(a -> a.contains("/us-east-1/iam/aws4_request"));
  }

  @Test
  void theConnectorsOwnKeyIsNotDeactivated() {
    ActionFailure failure =
        fails("deactivate-key", new AccessKeys.Key(OWN_KEY_ID, Optional.of("firebreak")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("the one this connector signs with");
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void aKeyThatIsNotInTheListIsRefused() {
    Iam.onRead(vendor, "ListAccessKeys", Iam.keys("AKIAOTHEROTHEROTHER1", "Active"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> observe("deactivate-key", key(Optional.of("ana"))));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("was it deleted?");
  }

  @Test
  void aKeyNoUserHasIsRefused() {
    Iam.onRead(vendor, "GetAccessKeyLastUsed", Iam.noSuchEntity());

    ActionFailure failure = fails("deactivate-key", key(Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("no IAM user of this account");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ana/../root", "a b", ""})
  void anOwnerThatIsNoNameIsNotUsed(String owner) {
    Iam.onRead(vendor, "GetAccessKeyLastUsed", Iam.owner(owner));

    ActionFailure failure = fails("deactivate-key", key(Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "deactivate-key, Inactive, HOLDS",
    "deactivate-key, Active, ABSENT",
    "deactivate-key, Expired, ABSENT",
    "activate-key, Active, HOLDS",
    "activate-key, Inactive, ABSENT"
  })
  void theProbeReadsTheKeysStatus(String action, String status, State expected)
      throws ActionFailure {
    Iam.onRead(vendor, "ListAccessKeys", Iam.keys(KEY_ID, status));

    Observation seen = observe(action, key(Optional.of("ana")));

    assertThat(seen).isEqualTo(new Observation(expected, "user=ana status=" + status));
  }

  @Test
  void aTemporaryKeyIsRefusedWithTheWayThatWorks() {
    assertThatThrownBy(() -> new AccessKeys.Key("ASIATEMPORARYKEY0000", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use revoke-role-sessions");
  }

  // ---- sessions of a role

  @Test
  void sessionsBegunBeforeTheMeasureAreDeniedEverything() throws ActionFailure {
    Iam.onRead(vendor, "GetRolePolicy", Iam.noSuchEntity());
    Iam.onChange(vendor, "PutRolePolicy", Iam.result("PutRolePolicy", ""));

    Record revoked = run("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(revoked).isEqualTo(new RoleSessions.Revoked(Instant.parse(ASKED_TEXT)));
    assertThat(onlyChange())
        .containsEntry("RoleName", "signer")
        .containsEntry("PolicyName", "AWSRevokeOlderSessions")
        .containsEntry(
            "PolicyDocument",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":"
                + "\"Firebreak00112233445566778899\",\"Effect\":\"Deny\",\"Action\":[\"*\"],"
                + "\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":"
                + "\""
                + ASKED_TEXT
                + "\"}}}]}");
  }

  @Test
  void anEarlierRevocationIsRenewed() throws ActionFailure {
    Iam.onRead(
        vendor,
        "GetRolePolicy",
        Iam.rolePolicy(Revocation.document("x", ASKED.minusSeconds(3_600))));
    Iam.onChange(vendor, "PutRolePolicy", Iam.result("PutRolePolicy", ""));

    run("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(onlyChange().get("PolicyDocument")).contains(ASKED_TEXT);
  }

  @Test
  void aLaterRevocationIsNotTakenBack() throws ActionFailure {
    Instant later = ASKED.plusSeconds(30);
    Iam.onRead(vendor, "GetRolePolicy", Iam.rolePolicy(Revocation.document("x", later)));

    Record revoked = run("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(revoked).isEqualTo(new RoleSessions.Revoked(later));
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
        "[]"
      })
  void aPolicyOfThatNameThatDoesSomethingElseIsNotOverwritten(String document) {
    Iam.onRead(vendor, "GetRolePolicy", Iam.rolePolicy(document));

    ActionFailure failure = fails("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("does more than revoke sessions");
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // As the console writes it: one statement in an array, milliseconds.
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-01T12:00:00.000Z\"}}}]}|HOLDS",
        "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
            + "{\"DateLessThan\":{\"AWS:tokenissuetime\":[\"2026-03-01T12:00:00Z\"]}}}}|HOLDS",
        // Earlier.
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-01T10:59:59Z\"}}}]}|ABSENT",
        // Ours, taken up again with a later deadline.
        "{\"Statement\":[{\"Sid\":\"Firebreak00112233445566778899\",\"Effect\":\"Deny\",\"Action\":"
            + "[\"*\"],\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":"
            + "\"2026-03-01T10:59:00Z\"}}}]}|HOLDS",
        // Ours, with a time that lets everybody in.
        "{\"Statement\":[{\"Sid\":\"Firebreak00112233445566778899\",\"Effect\":\"Deny\",\"Action\":"
            + "[\"*\"],\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":"
            + "\"2020-01-01T00:00:00Z\"}}}]}|ABSENT",
        // Made harmless.
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-01T12:00:00Z\"}}}]}|ABSENT",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-01T12:00:00Z\"}}}]}|ABSENT",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-01T12:00:00Z\"},\"StringEquals\":"
            + "{\"aws:username\":\"nobody\"}}}]}|ABSENT",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":"
            + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"tomorrow\"}}}]}|ABSENT"
      })
  void theProbeReadsWhatThePolicyReallyDenies(String document, State expected)
      throws ActionFailure {
    Iam.onRead(vendor, "GetRolePolicy", Iam.rolePolicy(document));

    Observation seen = observe("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%7B%22Statement", "%zz", "%C3%28", "not json"})
  void aDocumentThatCannotBeReadIsNeitherRevokedNorNot(String answered) {
    Iam.onRead(
        vendor,
        "GetRolePolicy",
        Iam.result(
            "GetRolePolicy",
            "<GetRolePolicyResult><PolicyDocument>"
                + answered
                + "</PolicyDocument></GetRolePolicyResult>"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () -> observe("revoke-role-sessions", new RoleSessions.Role("signer")));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aServiceLinkedRoleIsRefused() {
    Iam.onRead(vendor, "GetRolePolicy", Iam.noSuchEntity());
    Iam.onChange(vendor, "PutRolePolicy", Iam.error(400, "UnmodifiableEntity", "Protected."));

    ActionFailure failure =
        fails("revoke-role-sessions", new RoleSessions.Role("AWSServiceRoleForSupport"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("protected by AWS");
  }

  @Test
  void theRoleTheConnectorWorksWithIsRefused() {
    Iam.onRead(
        vendor,
        "GetCallerIdentity",
        Iam.self("arn:aws:sts::111122223333:assumed-role/signer/session-1"));

    ActionFailure failure = fails("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("would lock itself out");
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aRehearsalSaysWhatHangsOnTheRole() throws ActionFailure {
    Iam.onRead(vendor, "GetRole", Iam.role("/custody/"));

    Preview preview = preview("revoke-role-sessions", new RoleSessions.Role("signer"));

    assertThat(preview.affected()).isOne();
    assertThat(preview.sentence())
        .contains("all sessions of role signer begun before " + ASKED_TEXT)
        .contains("last used 2026-03-01T09:00:00Z in eu-central-1")
        .contains("sessions begun later are not affected");
  }

  @Test
  void aRehearsalOnAServiceLinkedRoleIsRefused() {
    Iam.onRead(vendor, "GetRole", Iam.role("/aws-service-role/support.amazonaws.com/"));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class,
            () -> preview("revoke-role-sessions", new RoleSessions.Role("AWSServiceRoleForX")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  // ---- users

  @Test
  void aUserIsDeniedEverythingByAPolicyNamedAfterTheMeasure() throws ActionFailure {
    Iam.onChange(vendor, "PutUserPolicy", Iam.result("PutUserPolicy", ""));

    Record quarantined = run("quarantine-user", new UserQuarantine.User("ana"));

    assertThat(quarantined).isEqualTo(new UserQuarantine.Quarantined(POLICY));
    assertThat(onlyChange())
        .containsEntry("UserName", "ana")
        .containsEntry("PolicyName", POLICY)
        .containsEntry(
            "PolicyDocument",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"FirebreakQuarantine\","
                + "\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"]}]}");
  }

  @Test
  void theLiftNeedsNoAnswerOfTheQuarantine() {
    Record release =
        action("quarantine-user")
            .inverse()
            .orElseThrow()
            .input()
            .from(call(new UserQuarantine.User("ana")));

    assertThat(release).isEqualTo(new UserQuarantine.Release("ana", POLICY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"firebreak", "Firebreak"})
  void theUserTheConnectorWorksAsIsRefused(String name) {
    ActionFailure failure = fails("quarantine-user", new UserQuarantine.User(name));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(vendor.count("POST", ".*")).isZero();
  }

  @Test
  void aUserWhosePoliciesAreFullIsRefusedWithTheWayThatWorks() {
    Iam.onChange(vendor, "PutUserPolicy", Iam.error(409, "LimitExceeded", "Maximum 2048."));

    ActionFailure failure = fails("quarantine-user", new UserQuarantine.User("ana"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("AWSDenyAll");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}|HOLDS",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"]}]}|ABSENT",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":{}}]}"
            + "|ABSENT",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"NotAction\":[\"*\"],\"Resource\":[\"*\"]}]}|ABSENT",
        "{}|ABSENT"
      })
  void aQuarantineHoldsOnlyWhereThePolicyDeniesEverything(String document, State expected)
      throws ActionFailure {
    Iam.onRead(vendor, "GetUserPolicy", Iam.userPolicy(document));

    Observation seen = observe("quarantine-user", new UserQuarantine.User("ana"));

    assertThat(seen.state()).isEqualTo(expected);
  }

  @Test
  void releasingAUserWhoseQuarantineIsGoneSucceeds() throws ActionFailure {
    Iam.onChange(vendor, "DeleteUserPolicy", Iam.noSuchEntity());

    Record done = run("release-user", new UserQuarantine.Release("ana", POLICY));

    assertThat(done).isEqualTo(new Action.Done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AdministratorGuard", "Firebreak-Quarantine-", "Firebreak-Quarantine-0011223344*"})
  void onlyOurOwnPoliciesCanBeDeleted(String policy) {
    assertThatThrownBy(() -> new UserQuarantine.Release("ana", policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'policy'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a/b", "a b", "a\nb", "..\u0000", "é"})
  void aNameThatIsNoNameIsRefused(String name) {
    assertThatThrownBy(() -> new UserQuarantine.User(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'user'");
  }

  // ---- readiness

  @Test
  void whatTheSimulatorDeniesIsMissing() throws ActionFailure {
    Map<String, String> decisions = new HashMap<>(Iam.allAllowed());
    decisions.put("iam:PutUserPolicy", "implicitDeny");
    decisions.put("iam:PutRolePolicy", "explicitDeny");
    Iam.onRead(vendor, "SimulatePrincipalPolicy", Iam.simulated(decisions));

    Readiness ready = connector.readiness();

    assertThat(ready.account()).isEqualTo(Iam.SELF);
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .extracting(Readiness.Grant::action)
        .containsExactly("revoke-role-sessions", "quarantine-user");
  }

  @Test
  void theSimulatorIsAskedForTheRoleOfASession() throws ActionFailure {
    Iam.onRead(
        vendor,
        "GetCallerIdentity",
        Iam.self("arn:aws-us-gov:sts::111122223333:assumed-role/firebreak/session-1"));
    Iam.onRead(vendor, "SimulatePrincipalPolicy", Iam.simulated(Iam.allAllowed()));

    connector.readiness();

    assertThat(
            vendor.received().stream()
                .filter(r -> r.getUrl().contains("SimulatePrincipalPolicy"))
                .map(r -> r.queryParameter("PolicySourceArn").firstValue()))
        .hasSize(2)
        .containsOnly("arn:aws-us-gov:iam::111122223333:role/firebreak");
  }

  @Test
  void whereTheSimulatorIsNotAllowedNothingIsTold() throws ActionFailure {
    Iam.onRead(
        vendor, "SimulatePrincipalPolicy", Iam.error(403, "AccessDenied", "User is not allowed"));

    Readiness ready = connector.readiness();

    assertThat(ready.grants())
        .allMatch(g -> g.state() == Readiness.State.UNTOLD)
        .allMatch(g -> g.detail().contains("give iam:SimulatePrincipalPolicy"));
  }

  @Test
  void whatTheSimulatorDoesNotMentionIsUntold() throws ActionFailure {
    Iam.onRead(vendor, "SimulatePrincipalPolicy", Iam.simulated(Map.of()));

    assertThat(connector.readiness().grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void theRootUserIsNotSimulated() throws ActionFailure {
    Iam.onRead(vendor, "GetCallerIdentity", Iam.self("arn:aws:iam::111122223333:root"));

    assertThat(connector.readiness().grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:sts::111122223333:assumed-role/",
        "arn:aws:iam::1111:user/a",
        "arn:aws:iam::111122223333:user/a b",
        "arn:evil:iam::111122223333:user/a"
      })
  void anAnswerThatNamesNobodyIsUnavailable(String arn) {
    Iam.onRead(vendor, "GetCallerIdentity", Iam.self(arn));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, () -> connector.readiness());

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- errors

  @Test
  void anUnreadableSignatureOfAMachineWithAWrongClockSaysSo() {
    vendor.on(
        "POST",
        "/",
        Iam.error(403, "SignatureDoesNotMatch", "The Canonical String should have been ...")
            .withHeader(
                "Date",
                ZonedDateTime.now(ZoneOffset.UTC)
                    .plusMinutes(17)
                    .format(DateTimeFormatter.RFC_1123_DATE_TIME)));

    ActionFailure failure = fails("activate-key", key(Optional.of("ana")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageMatching(".*differs from AWS's by 10[12]\\d s: have it set by NTP.*")
        .hasMessageNotContaining("Canonical");
  }

  @Test
  void throttlingIsUnavailable() {
    vendor.on("POST", "/", Iam.error(400, "Throttling", "Rate exceeded"));

    assertThat(fails("activate-key", key(Optional.of("ana"))).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void anotherRegionThanOneIsRefused() {
    assertThatThrownBy(
            () ->
                Settings.bind(
                    "connector",
                    AwsIamSettings.class,
                    Map.of(
                        "access-key-id", OWN_KEY_ID,
                        "secret-access-key", "s",
                        "signing-region", "us east")))
        .hasMessageContaining("'signing-region' must be a region");
  }

  // ---- how

  private static AccessKeys.Key key(Optional<String> user) {
    return new AccessKeys.Key(KEY_ID, user);
  }

  private Map<String, String> onlyChange() {
    List<LoggedRequest> changes = vendor.received("POST", "/");
    assertThat(changes).hasSize(1);
    return Iam.form(changes.get(0));
  }

  @SuppressWarnings("unchecked")
  private Action<Record, Record> action(String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<Record> call(Record input) {
    return new Call<>(input, IDEMPOTENCY, "incident-1", ASKED.plus(Action.DEFAULT_DEADLINE));
  }

  private Record run(String name, Record input) throws ActionFailure {
    return action(name).body().run(call(input));
  }

  private ActionFailure fails(String name, Record input) {
    return catchThrowableOfType(ActionFailure.class, () -> run(name, input));
  }

  private Observation observe(String name, Record input) throws ActionFailure {
    return action(name).probe().orElseThrow().observe(call(input));
  }

  private Preview preview(String name, Record input) throws ActionFailure {
    return action(name).preview(call(input));
  }
}
