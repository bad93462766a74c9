package dev.firebreak.connector.kubernetes;

import static dev.firebreak.connector.kubernetes.Objects.ID;
import static dev.firebreak.connector.kubernetes.Objects.POD;
import static dev.firebreak.connector.kubernetes.Objects.POLICIES;
import static dev.firebreak.connector.kubernetes.Objects.POLICY;
import static dev.firebreak.connector.kubernetes.Objects.UID;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class KubernetesContractTest extends ConnectorContract {
  private static final Map<String, String> LABELS =
      Map.of("app", "signer", "pod-template-hash", "6c9fd7b4d8");

  @Override
  protected HttpConnectorKind<?> kind() {
    return new KubernetesKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "token", "made-up-service-account-token-1c07");
  }

  @Override
  protected void ready(FakeVendor vendor) {
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
            .before(v -> state(v, Objects.pod(LABELS), Objects.policies()))
            .main("PATCH", POD)
            .vendor(KubernetesContractTest::accepts)
            .after(
                v ->
                    state(
                        v,
                        Objects.quarantinedPod(),
                        Objects.policies(Objects.quarantinePolicy(UID)))),
        ActionCase.of(
                "lift-quarantine",
                "{\"workload\":\"custody/signer-0\",\"quarantineId\":\"" + ID + "\"}")
            .before(
                v -> {
                  state(v, quarantined(), Objects.policies(Objects.quarantinePolicy(UID)));
                  v.on("GET", POLICY, Answers.json(200, Json.write(Objects.quarantinePolicy(UID))));
                })
            .main("DELETE", POLICY)
            .vendor(KubernetesContractTest::accepts)
            .after(
                v -> {
                  state(v, Objects.pod(LABELS), Objects.policies());
                  v.on("GET", POLICY, missing());
                }));
  }

  private static String quarantined() {
    return Objects.pod(
        UID,
        Map.of(QuarantinePolicy.LABEL, ID),
        Map.of(QuarantinePolicy.ORIGINAL_LABELS, Json.write(LABELS)),
        false);
  }

  private static void state(FakeVendor vendor, String pod, String policies) {
    vendor.on("GET", Objects.SERVICES, Answers.json(200, Objects.services()));
    vendor.on("GET", POD, Answers.json(200, pod));
    vendor.on("GET", POLICIES, Answers.json(200, policies));
  }

  private static void accepts(FakeVendor vendor) {
    vendor.on("PATCH", POLICY, Answers.json(201, Json.write(Objects.quarantinePolicy(UID))));
    vendor.on("PATCH", POD, Answers.json(200, Objects.quarantinedPod()));
    vendor.on(
        "DELETE",
        POLICY,
        Answers.json(200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}"));
  }

  private static ResponseDefinitionBuilder missing() {
    return Answers.json(404, Objects.status(404, "NotFound", "not found"));
  }
}
