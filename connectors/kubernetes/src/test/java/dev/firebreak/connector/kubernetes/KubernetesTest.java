package dev.firebreak.connector.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static dev.firebreak.connector.kubernetes.Objects.ID;
import static dev.firebreak.connector.kubernetes.Objects.KEY;
import static dev.firebreak.connector.kubernetes.Objects.POD;
import static dev.firebreak.connector.kubernetes.Objects.POLICIES;
import static dev.firebreak.connector.kubernetes.Objects.POLICY;
import static dev.firebreak.connector.kubernetes.Objects.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "signer", "pod-template-hash", "6c9fd7b4d8");

  private final FakeVendor vendor = FakeVendor.start();
  private final KubernetesConnector connector = connect(Map.of("cluster", "prod-1"));

  @BeforeEach
  void forget() {
    vendor.forget();
    vendor.on("PATCH", POLICY, Answers.json(201, Json.write(Objects.quarantinePolicy(UID))));
    vendor.on("PATCH", POD, Answers.json(200, Objects.quarantinedPod()));
    vendor.on("DELETE", POLICY, Answers.json(200, "{\"kind\":\"Status\",\"status\":\"Success\"}"));
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- on the wire

  @Test
  void thePolicyIsAppliedBeforeThePodIsLabelledAndNothingElseIsChanged() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));

    connector.quarantine().apply(quarantine());

    assertThat(vendor.received())
        .extracting(r -> r.getMethod().getName() + " " + r.getUrl())
        .containsExactly(
            "GET " + POD,
            "GET /apis/cilium.io/v2",
            "PATCH " + POLICY + "?fieldManager=firebreak&force=true",
            "PATCH " + POD + "?fieldManager=firebreak");
    assertThat(vendor.received())
        .extracting(r -> r.getHeader("Authorization"))
        .containsOnly("Bearer made-up-service-account-token-1c07");
  }

  @Test
  void theAppliedPolicyDeniesBothWaysToThePodWithThisQuarantinesLabel() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));

    connector.quarantine().apply(quarantine());

    LoggedRequest apply = vendor.received("PATCH", POLICY).get(0);
    assertThat(apply.getHeader("Content-Type")).startsWith("application/apply-patch+yaml");
    JsonNode policy = Json.parse(apply.getBody());
    assertThat(policy.path("apiVersion").asText()).isEqualTo("networking.k8s.io/v1");
    assertThat(policy.path("kind").asText()).isEqualTo("NetworkPolicy");
    assertThat(policy.path("metadata").path("name").asText())
        .isEqualTo("firebreak-quarantine-" + ID);
    assertThat(policy.path("metadata").path("annotations").path("firebreak.dev/pod-uid").asText())
        .isEqualTo(UID);
    assertThat(policy.path("spec"))
        .isEqualTo(
            Json.parse(
                "{\"podSelector\":{\"matchLabels\":{\"firebreak.dev/quarantine\":\""
                    + ID
                    + "\"}},\"policyTypes\":[\"Ingress\",\"Egress\"]}"));
  }

  @Test
  void thePodLosesEveryOtherLabelWhichAnAnnotationKeeps() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));

    connector.quarantine().apply(quarantine());

    LoggedRequest patch = vendor.received("PATCH", POD).get(0);
    assertThat(patch.getHeader("Content-Type")).startsWith("application/merge-patch+json");
    JsonNode metadata = Json.parse(patch.getBody()).path("metadata");
    assertThat(metadata.path("uid").asText()).isEqualTo(UID);
    assertThat(metadata.path("resourceVersion").asText()).isEqualTo("1001");
    assertThat(metadata.path("labels"))
        .isEqualTo(
            Json.parse(
                "{\"app\":null,\"pod-template-hash\":null,\"firebreak.dev/quarantine\":\""
                    + ID
                    + "\"}"));
    assertThat(
            Json.parse(metadata.path("annotations").path("firebreak.dev/original-labels").asText()))
        .isEqualTo(Json.parse(Json.write(LABELS)));
  }

  @Test
  void aRepeatKeepsTheLabelsThatWereSavedFirst() throws Exception {
    vendor.on(
        "GET",
        POD,
        Answers.json(200, Objects.pod(Map.of(QuarantinePolicy.LABEL, ID, "added", "later"))));

    connector.quarantine().apply(quarantine());

    JsonNode metadata = Json.parse(vendor.received("PATCH", POD).get(0).getBody()).path("metadata");
    assertThat(metadata.has("annotations")).isFalse();
    assertThat(metadata.path("labels").path("added").isNull()).isTrue();
  }

  @Test
  void aWriteAtTheSameMomentIsMetByReadingAgain() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on(
        patch(urlPathEqualTo(POD))
            .inScenario("conflict")
            .whenScenarioStateIs(STARTED)
            .willSetStateTo("over")
            .willReturn(Answers.json(409, Objects.status(409, "Conflict", "modified"))));

    connector.quarantine().apply(quarantine());

    assertThat(vendor.count("PATCH", POD)).isEqualTo(2);
    assertThat(vendor.count("GET", POD)).isEqualTo(2);
  }

  // ---- refusals

  @Test
  void aPodThatDoesNotExistIsRefusedAndNothingIsChanged() {
    vendor.on("GET", POD, missing());

    ActionFailure failure = failureOf(() -> connector.quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("custody/signer-0 does not exist");
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aPodOnTheHostsNetworkIsRefused() {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(UID, LABELS, Map.of(), true)));

    ActionFailure failure = failureOf(() -> connector.quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("node-a");
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aPodInAnotherQuarantineStaysInIt() {
    vendor.on(
        "GET",
        POD,
        Answers.json(200, Objects.pod(Map.of(QuarantinePolicy.LABEL, "fedcba9876543210"))));

    ActionFailure failure = failureOf(() -> connector.quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("fedcba9876543210");
  }

  @Test
  void aWorkloadOfAnotherClusterIsRefusedUnasked() {
    ActionFailure failure =
        failureOf(() -> connector.quarantine().apply(quarantine("prod-2/custody/signer-0")));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("prod-2").hasMessageContaining("prod-1");
    assertThat(vendor.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"signer-0", "custody/../signer-0", "custody/signer-0?x", "a/b/c/d", "/x", "C/x"})
  void whatIsNoPodNameIsRefused(String text) {
    assertThatThrownBy(() -> new Quarantine.Ask(text, "r"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace/pod");
  }

  @Test
  void whatTheApiServerSaysReachesThePerson() {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on(
        "PATCH", POLICY, Answers.json(422, Objects.status(422, "Invalid", "spec is not valid")));

    ActionFailure failure = failureOf(() -> connector.quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("422").hasMessageContaining("spec is not valid");
  }

  // ---- what the probe sees

  @Test
  void anyOtherPolicyThatAllowsThePodSomethingUndoesTheQuarantine() throws Exception {
    Map<String, Object> dns =
        Objects.policy(
            "allow-dns",
            Map.of(),
            Map.of("podSelector", Map.of(), "egress", List.of(Map.of("ports", List.of()))));
    state(Objects.quarantinedPod(), Objects.policies(Objects.quarantinePolicy(UID), dns));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("allow-dns");
  }

  @Test
  void policiesThatAllowNothingOrSelectOthersDoNotDisturb() throws Exception {
    Map<String, Object> denyAll =
        Objects.policy(
            "deny-all",
            Map.of(),
            Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress")));
    Map<String, Object> others =
        Objects.policy(
            "others",
            Map.of(),
            Map.of(
                "podSelector",
                Map.of("matchExpressions", List.of(Map.of("key", "app", "operator", "Exists"))),
                "ingress",
                List.of(Map.of())));
    state(
        Objects.quarantinedPod(), Objects.policies(denyAll, Objects.quarantinePolicy(UID), others));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void aSelectorByAbsenceOfALabelFindsTheQuarantinedPod() throws Exception {
    Map<String, Object> absent =
        Objects.policy(
            "unlabelled",
            Map.of(),
            Map.of(
                "podSelector",
                Map.of(
                    "matchExpressions",
                    List.of(
                        Map.of("key", "tier", "operator", "NotIn", "values", List.of("db")),
                        Map.of("key", "app", "operator", "DoesNotExist"))),
                "ingress",
                List.of(Map.of())));
    state(Objects.quarantinedPod(), Objects.policies(Objects.quarantinePolicy(UID), absent));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
  }

  @Test
  void aLabelThatCameBackIsSeen() throws Exception {
    state(
        Objects.pod(Map.of(QuarantinePolicy.LABEL, ID, "app", "signer")),
        Objects.policies(Objects.quarantinePolicy(UID)));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("app");
  }

  @Test
  void aQuarantinedPodThatIsGoneIsContained() throws Exception {
    vendor.on("GET", POD, missing());
    vendor.on("GET", POLICIES, Answers.json(200, Objects.policies(Objects.quarantinePolicy(UID))));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void aNameThatNeverWasQuarantinedIsNot() throws Exception {
    vendor.on("GET", POD, missing());
    vendor.on("GET", POLICIES, Answers.json(200, Objects.policies()));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
  }

  @Test
  void aNewPodOfTheSameNameIsNotQuarantined() throws Exception {
    state(
        Objects.pod("another-uid", LABELS, Map.of(), false),
        Objects.policies(Objects.quarantinePolicy(UID)));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("another pod");
  }

  // ---- rehearsal

  @Test
  void aRehearsalTellsThePodTheServicesThatLoseItAndWhatWouldStillAllowItTraffic()
      throws Exception {
    Map<String, Object> dns =
        Objects.policy(
            "allow-dns", Map.of(), Map.of("podSelector", Map.of(), "egress", List.of(Map.of())));
    Map<String, Object> own =
        Objects.policy(
            "allow-signer",
            Map.of(),
            Map.of(
                "podSelector",
                Map.of("matchLabels", Map.of("app", "signer")),
                "ingress",
                List.of(Map.of())));
    state(
        Objects.pod(
            UID, LABELS, Map.of(), false, List.of(Map.entry("ReplicaSet", "signer-6c9fd7b4d8"))),
        Objects.policies(dns, own));
    vendor.on(
        "GET",
        Objects.SERVICES,
        Answers.json(
            200,
            Objects.services(
                Map.entry("signer", Map.of("app", "signer")),
                Map.entry("signer-canary", Map.of("app", "signer", "track", "canary")),
                Map.entry("by-hand", Map.of()))));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.sentence())
        .isEqualTo(
            "would deny pod custody/signer-0 all traffic (NetworkPolicy); 1 service loses an"
                + " endpoint: signer; ReplicaSet signer-6c9fd7b4d8 starts a replacement; but it"
                + " would be still allowed traffic by policies that select every pod: [allow-dns]");
    assertThat(preview.affected()).isEqualTo(2);
    assertThat(preview.targets())
        .containsExactly(
            new Target(TargetType.WORKLOAD, "prod-1/custody/signer-0"),
            new Target(TargetType.DOMAIN, "signer.custody.svc"));
    assertThat(vendor.received()).allMatch(r -> r.getMethod().getName().equals("GET"));
  }

  @Test
  void aStatefulSetsPodHasNoReplacement() throws Exception {
    state(
        Objects.pod(UID, LABELS, Map.of(), false, List.of(Map.entry("StatefulSet", "signer"))),
        Objects.policies());
    vendor.on("GET", Objects.SERVICES, Answers.json(200, Objects.services()));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.sentence()).contains("StatefulSet signer can't replace it");
  }

  @Test
  void anOwnerThatSomebodyMadeUpIsQuotedAsOneLine() throws Exception {
    state(
        Objects.pod(UID, LABELS, Map.of(), false, List.of(Map.entry("Safe\n\u202eapprove", "x"))),
        Objects.policies());
    vendor.on("GET", Objects.SERVICES, Answers.json(200, Objects.services()));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.sentence()).endsWith("; it belongs to Safe approve x");
  }

  @Test
  void servicesThatMayNotBeListedKeepNoRehearsalFromBeingMade() throws Exception {
    state(Objects.pod(LABELS), Objects.policies());
    vendor.on("GET", Objects.SERVICES, Answers.json(403, Objects.status(403, "Forbidden", "no")));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.sentence()).contains("its services may not be listed");
    assertThat(preview.affected()).isEqualTo(1);
  }

  @Test
  void aPodInThisQuarantineAlreadyIsNotAffected() throws Exception {
    state(Objects.quarantinedPod(), Objects.policies(Objects.quarantinePolicy(UID)));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.affected()).isZero();
  }

  @Test
  void whatWouldBeRefusedIsRefusedInTheRehearsalToo() {
    vendor.on("GET", POD, missing());

    ActionFailure failure = failureOf(() -> connector.radius().preview(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("does not exist");
  }

  // ---- lift

  @Test
  void liftingRestoresTheSavedLabelsAndThenRemovesThePolicy() throws Exception {
    vendor.on(
        "GET",
        POD,
        Answers.json(
            200,
            Objects.pod(
                UID,
                Map.of(QuarantinePolicy.LABEL, ID),
                Map.of(QuarantinePolicy.ORIGINAL_LABELS, Json.write(LABELS)),
                false)));

    connector.lift().lift(lift());

    JsonNode metadata = Json.parse(vendor.received("PATCH", POD).get(0).getBody()).path("metadata");
    assertThat(metadata.path("labels"))
        .isEqualTo(
            Json.parse(
                "{\"app\":\"signer\",\"pod-template-hash\":\"6c9fd7b4d8\","
                    + "\"firebreak.dev/quarantine\":null}"));
    assertThat(metadata.path("annotations").path(QuarantinePolicy.ORIGINAL_LABELS).isNull())
        .isTrue();
    assertThat(vendor.received())
        .extracting(r -> r.getMethod().getName())
        .containsExactly("GET", "GET", "PATCH", "DELETE");
  }

  @Test
  void liftingAgainFindsNothingToDo() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on("DELETE", POLICY, missing());

    connector.lift().lift(lift());

    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aPodWhoseSavedLabelsAreLostStaysIsolated() {
    vendor.on("GET", POD, Answers.json(200, Objects.quarantinedPod()));

    ActionFailure failure = failureOf(() -> connector.lift().lift(lift()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(vendor.count("DELETE", ".*")).isZero();
  }

  // ---- readiness

  @Test
  void aRightThatIsDeniedIsMissingByNameAndNamespace() throws Exception {
    Objects.allows(vendor, "(get|patch) pods|(get|list|create|patch) networkpolicies");

    Readiness ready = connect(Map.of("namespaces", "custody, payouts")).readiness();

    assertThat(ready.account())
        .isEqualTo("system:serviceaccount:firebreak:firebreak, isolating by NetworkPolicy");
    assertThat(ready.grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.GRANTED, Readiness.State.MISSING);
    assertThat(ready.grants().get(1).detail())
        .isEqualTo(
            "may not delete networkpolicies.networking.k8s.io in custody, delete"
                + " networkpolicies.networking.k8s.io in payouts; add it to the Role there");
    assertThat(vendor.received("POST", Objects.ACCESS_REVIEWS))
        .extracting(r -> Json.parse(r.getBody()).at("/spec/resourceAttributes/namespace").asText())
        .contains("custody", "payouts")
        .doesNotContain("");
  }

  @Test
  void withoutNamespacesTheRightsAreAskedForAllOfThem() throws Exception {
    Objects.allows(vendor, "nothing");

    Readiness ready = connector.readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.MISSING);
    assertThat(ready.grants().get(0).detail())
        .contains("get pods in all namespaces")
        .contains("'namespaces'");
  }

  @Test
  void anAuthorizerThatFailsLeavesItUntold() throws Exception {
    vendor.on(
        "POST",
        Objects.ACCESS_REVIEWS,
        Answers.json(
            201, Objects.review("\"allowed\":false,\"evaluationError\":\"webhook is down\"")));

    Readiness ready = connector.readiness();

    assertThat(ready.account()).isEqualTo("the owner of the token, isolating by NetworkPolicy");
    assertThat(ready.grants()).allMatch(g -> g.state() == Readiness.State.UNTOLD);
  }

  @Test
  void aWorkloadOutsideTheNamespacesIsRefusedAndNothingIsAsked() {
    ActionFailure failure =
        failureOf(
            () ->
                connect(Map.of("namespaces", "payouts"))
                    .quarantine()
                    .apply(call(new Quarantine.Ask("custody/signer-0", "r"))));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("[payouts]");
    assertThat(vendor.received()).isEmpty();
  }

  // ---- how

  private void state(String pod, String policies) {
    vendor.on("GET", POD, Answers.json(200, pod));
    vendor.on("GET", POLICIES, Answers.json(200, policies));
  }

  private static ResponseDefinitionBuilder missing() {
    return Answers.json(404, Objects.status(404, "NotFound", "not found"));
  }

  private KubernetesConnector connect(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("url", vendor.url());
    values.put("token", "made-up-service-account-token-1c07");
    KubernetesKind kind = new KubernetesKind();
    KubernetesSettings settings = Settings.bind("connector", kind.settings(), values);
    return (KubernetesConnector)
        kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static Call<Quarantine.Ask> quarantine() {
    return quarantine("prod-1/custody/signer-0");
  }

  private static Call<Quarantine.Ask> quarantine(String workload) {
    return call(new Quarantine.Ask(workload, "shell in a signer"));
  }

  private static Call<Lift.Ask> lift() {
    return call(new Lift.Ask("custody/signer-0", ID));
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(input, KEY, "incident-1", Instant.now().plusSeconds(60));
  }

  private static ActionFailure failureOf(ThrowingCallable action) {
    return assertThatThrownBy(action).asInstanceOf(type(ActionFailure.class)).actual();
  }
}
