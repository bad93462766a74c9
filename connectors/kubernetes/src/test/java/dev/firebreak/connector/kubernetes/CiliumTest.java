package dev.firebreak.connector.kubernetes;

import static dev.firebreak.connector.kubernetes.Objects.ID;
import static dev.firebreak.connector.kubernetes.Objects.POD;
import static dev.firebreak.connector.kubernetes.Objects.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Cilium denies the traffic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CiliumTest {
  private static final Map<String, String> LABELS = Map.of("app", "signer");

  private final FakeVendor vendor = FakeVendor.start();
  private final KubernetesConnector connector = connect("auto");

  @BeforeEach
  void aClusterWithCilium() {
    vendor.forget();
    Cilium.installed(vendor);
    vendor.on("PATCH", POD, Answers.json(200, Objects.quarantinedPod()));
    vendor.on(
        "PATCH",
        Cilium.POLICY,
        Answers.json(201, Json.write(Cilium.policy(UID, Cilium.spec(), "True"))));
    vendor.on(
        "DELETE", Cilium.POLICY, Answers.json(200, "{\"kind\":\"Status\",\"status\":\"Success\"}"));
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  // ---- which policy

  @Test
  void aClusterThatHasCiliumIsGivenACiliumPolicyAndNoOther() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));

    connector.quarantine().apply(quarantine());

    assertThat(wire())
        .containsExactly(
            "GET " + POD,
            "GET " + Cilium.API,
            "PATCH " + Cilium.POLICY + "?fieldManager=firebreak&force=true",
            "PATCH " + POD + "?fieldManager=firebreak");
  }

  @Test
  void networkPolicyIsGivenWhereItIsChosenThoughCiliumIsThere() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on(
        "PATCH", Objects.POLICY, Answers.json(201, Json.write(Objects.quarantinePolicy(UID))));

    connect("network-policy").quarantine().apply(quarantine());

    assertThat(wire())
        .containsExactly(
            "GET " + POD,
            "PATCH " + Objects.POLICY + "?fieldManager=firebreak&force=true",
            "PATCH " + POD + "?fieldManager=firebreak");
  }

  @Test
  void ciliumIsRefusedWhereItIsChosenAndNotThere() {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on("GET", Cilium.API, Answers.json(404, Objects.status(404, "NotFound", "none")));

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> connect("cilium").quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("install Cilium");
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  @Test
  void aDiscoveryThatFailsIsNotTakenForNoCilium() {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on("GET", Cilium.API, Answers.json(200, "{\"kind\":\"APIResourceList\"}"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> connector.quarantine().apply(quarantine()));

    assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.UNAVAILABLE);
    assertThat(vendor.count("PATCH", ".*")).isZero();
  }

  // ---- what is applied

  @Test
  void theAppliedPolicyDeniesAllButTheNodesOwnTraffic() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));

    connector.quarantine().apply(quarantine());

    LoggedRequest apply = vendor.received("PATCH", Cilium.POLICY).get(0);
    JsonNode policy = Json.parse(apply.getBody());
    assertThat(apply.getHeader("Content-Type")).startsWith("application/apply-patch+yaml");
    assertThat(policy.path("apiVersion").asText()).isEqualTo("cilium.io/v2");
    assertThat(policy.path("kind").asText()).isEqualTo("CiliumNetworkPolicy");
    assertThat(policy.at("/metadata/name").asText()).isEqualTo("firebreak-quarantine-" + ID);
    assertThat(policy.at("/metadata/annotations").path("firebreak.dev/pod-uid").asText())
        .isEqualTo(UID);
    assertThat(policy.path("spec")).isEqualTo(Json.parse(Json.write(Cilium.spec())));
    assertThat(policy.at("/spec/ingressDeny").toString())
        .doesNotContain("\"all\"")
        .doesNotContain("\"host\"");
  }

  // ---- what is read back

  @Test
  void theIdentityThatCiliumGaveThePodConfirms() throws Exception {
    inQuarantine();

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void policiesThatAllowSomethingDoNotDisturbADenial() throws Exception {
    inQuarantine();
    Map<String, Object> dns =
        Objects.policy(
            "allow-dns", Map.of(), Map.of("podSelector", Map.of(), "egress", List.of(Map.of())));
    vendor.on("GET", Objects.POLICIES, Answers.json(200, Objects.policies(dns)));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void anIdentityThatIsNotRenewedYetIsOnItsWay() throws Exception {
    inQuarantine();
    Cilium.endpointIs(vendor, "ready", "k8s:app=signer");

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.PENDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"regenerating", "waiting-for-identity", "not-ready"})
  void anEndpointThatIsNotReadyIsOnItsWay(String state) throws Exception {
    inQuarantine();
    Cilium.endpointIs(vendor, state, "k8s:firebreak.dev/quarantine=" + ID);

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.PENDING);
    assertThat(seen.detail()).contains(state);
  }

  @Test
  void aPodThatCiliumDoesNotKnowIsNotIsolated() throws Exception {
    inQuarantine();
    vendor.on("GET", Cilium.ENDPOINT, Answers.json(404, Objects.status(404, "NotFound", "none")));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("no endpoint");
  }

  @Test
  void aClusterThatKeepsNoEndpointsIsConfirmedByThePolicyAlone() throws Exception {
    inQuarantine();
    Cilium.has(vendor, "ciliumnetworkpolicies");

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
    assertThat(seen.detail()).contains("keeps no CiliumEndpoints");
    assertThat(vendor.count("GET", Cilium.ENDPOINT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpointSelector", "ingressDeny", "egressDeny"})
  void aPolicyThatLostAPartDeniesNothing(String part) throws Exception {
    inQuarantine();
    Map<String, Object> spec = new HashMap<>(Cilium.spec());
    spec.remove(part);
    Cilium.policyIs(vendor, Cilium.policy(UID, spec, "True"));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("was changed");
  }

  @Test
  void aRuleThatOthersAddedDoesNotDisturb() throws Exception {
    inQuarantine();
    Map<String, Object> spec = new HashMap<>(Cilium.spec());
    spec.put("egress", List.of(Map.of("toEntities", List.of("world"))));
    Cilium.policyIs(vendor, Cilium.policy(UID, spec, "True"));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  @Test
  void aPolicyThatCiliumCallsInvalidDeniesNothing() throws Exception {
    inQuarantine();
    Cilium.policyIs(vendor, Cilium.policy(UID, Cilium.spec(), "False"));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
  }

  @Test
  void aNewPodOfTheSameNameIsNotQuarantined() throws Exception {
    inQuarantine();
    Cilium.policyIs(vendor, Cilium.policy("another-uid", Cilium.spec(), "True"));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.ABSENT);
    assertThat(seen.detail()).contains("another pod");
  }

  @Test
  void aQuarantinedPodThatIsGoneIsContained() throws Exception {
    inQuarantine();
    vendor.on("GET", POD, Answers.json(404, Objects.status(404, "NotFound", "none")));

    Observation seen = connector.quarantine().observe(quarantine());

    assertThat(seen.state()).isEqualTo(Observation.State.HOLDS);
  }

  // ---- lifting, rights, rehearsal

  @Test
  void liftingRemovesTheCiliumPolicyAfterTheLabelsAreBack() throws Exception {
    inQuarantine();

    connector.lift().lift(call(new Lift.Ask("custody/signer-0", ID)));

    assertThat(wire())
        .containsExactly(
            "GET " + Cilium.API,
            "GET " + POD,
            "PATCH " + POD + "?fieldManager=firebreak",
            "DELETE " + Cilium.POLICY);
  }

  @Test
  void theRightsAskedForAreThoseOnCiliumsPoliciesAndEndpoints() throws Exception {
    Objects.allows(vendor, "(get|patch) pods|.* ciliumnetworkpolicies");

    Readiness ready = connector.readiness();

    assertThat(ready.account()).endsWith("isolating by CiliumNetworkPolicy");
    assertThat(ready.grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.MISSING, Readiness.State.GRANTED);
    assertThat(ready.grants().get(0).detail()).contains("get ciliumendpoints.cilium.io");
    assertThat(vendor.received("POST", Objects.ACCESS_REVIEWS))
        .noneMatch(r -> r.getBodyAsString().contains("networking.k8s.io"));
  }

  @Test
  void aRehearsalTellsThatCiliumDoesNotKnowThePod() throws Exception {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    vendor.on("GET", Objects.SERVICES, Answers.json(200, Objects.services()));
    vendor.on("GET", Cilium.ENDPOINT, Answers.json(404, Objects.status(404, "NotFound", "none")));

    Preview preview = connector.radius().preview(quarantine());

    assertThat(preview.sentence())
        .isEqualTo(
            "would deny pod custody/signer-0 all traffic (CiliumNetworkPolicy); no service loses an"
                + " endpoint; but it would be not confirmed: Cilium shows no endpoint of it");
  }

  // ---- how

  private void inQuarantine() {
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
    Cilium.policyIs(vendor, Cilium.policy(UID, Cilium.spec(), "True"));
    Cilium.endpointIsQuarantined(vendor);
  }

  private List<String> wire() {
    return vendor.received().stream().map(r -> r.getMethod().getName() + " " + r.getUrl()).toList();
  }

  private KubernetesConnector connect(String policy) {
    KubernetesKind kind = new KubernetesKind();
    KubernetesSettings settings =
        Settings.bind(
            "connector",
            kind.settings(),
            Map.of(
                "url",
                vendor.url(),
                "token",
                "made-up-service-account-token-1c07",
                "policy",
                policy));
    return (KubernetesConnector)
        kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private static Call<Quarantine.Ask> quarantine() {
    return call(new Quarantine.Ask("custody/signer-0", "shell in a signer"));
  }

  private static <I extends Record> Call<I> call(I input) {
    return new Call<>(input, Objects.KEY, "incident-1", Instant.now().plusSeconds(60));
  }
}
