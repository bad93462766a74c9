package dev.firebreak.connector.kubernetes;

import static dev.firebreak.connector.kubernetes.Objects.ID;
import static dev.firebreak.connector.kubernetes.Objects.POD;
import static dev.firebreak.connector.kubernetes.Objects.UID;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

/** The same promises where Cilium denies the traffic. */
class CiliumContractTest extends ConnectorContract {
  private static final Map<String, String> LABELS =
      Map.of("app", "signer", "pod-template-hash", "6c9fd7b4d8");

  @Override
  protected HttpConnectorKind<?> kind() {
    return new KubernetesKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl, "token", "made-up-service-account-token-1c07", "policy", "cilium");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    Cilium.installed(vendor);
    Objects.allows(vendor, ".*");
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(
        new ActionCase.Read("POST", Objects.ACCESS_REVIEWS),
        new ActionCase.Read("POST", Objects.SELF_REVIEWS));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of(
                "quarantine-workload",
                "{\"workload\":\"custody/signer-0\",\"reason\":\"shell in a signer\"}")
            .before(v -> free(v))
            .main("PATCH", POD)
            .vendor(CiliumContractTest::accepts)
            .after(v -> quarantined(v)),
        ActionCase.of(
                "lift-quarantine",
                "{\"workload\":\"custody/signer-0\",\"quarantineId\":\"" + ID + "\"}")
            .before(v -> quarantined(v))
            .main("DELETE", Cilium.POLICY)
            .vendor(CiliumContractTest::accepts)
            .after(v -> free(v)));
  }

  private static void free(FakeVendor vendor) {
    vendor.on("GET", POD, Answers.json(200, Objects.pod(LABELS)));
    Cilium.noPolicy(vendor);
    Cilium.endpointIs(vendor, "ready", "k8s:app=signer");
    services(vendor);
  }

  private static void quarantined(FakeVendor vendor) {
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
    services(vendor);
  }

  private static void services(FakeVendor vendor) {
    vendor.on("GET", Objects.SERVICES, Answers.json(200, Objects.services()));
  }

  private static void accepts(FakeVendor vendor) {
    Cilium.installed(vendor);
    vendor.on(
        "PATCH",
        Cilium.POLICY,
        Answers.json(201, Json.write(Cilium.policy(UID, Cilium.spec(), "True"))));
    vendor.on("PATCH", POD, Answers.json(200, Objects.quarantinedPod()));
    vendor.on(
        "DELETE",
        Cilium.POLICY,
        Answers.json(200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}"));
  }
}
