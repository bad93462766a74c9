package dev.firebreak.connector.kubernetes;

import static dev.firebreak.connector.kubernetes.Objects.ID;

import dev.firebreak.connector.Json;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up objects in the shapes of Cilium's API. */
final class Cilium {
  static final String API = "/apis/cilium.io/v2";
  static final String POLICIES = API + "/namespaces/custody/ciliumnetworkpolicies";
  static final String POLICY = POLICIES + "/firebreak-quarantine-" + ID;
  static final String ENDPOINT = API + "/namespaces/custody/ciliumendpoints/signer-0";

  private Cilium() {}

  /** Answers discovery with these resources. */
  static void has(FakeVendor vendor, String... resources) {
    List<Map<String, Object>> all =
        Arrays.stream(resources)
            .map(
                r ->
                    Map.<String, Object>of(
                        "name", r, "kind", "X", "namespaced", true, "verbs", List.of("get")))
            .toList();
    vendor.on(
        "GET",
        API,
        Answers.json(
            200,
            Json.write(
                Map.of(
                    "kind", "APIResourceList",
                    "apiVersion", "v1",
                    "groupVersion", "cilium.io/v2",
                    "resources", all))));
  }

  static void installed(FakeVendor vendor) {
    has(vendor, "ciliumnetworkpolicies", "ciliumendpoints", "ciliumnodes");
  }

  /** The policy as the API server shows it. */
  static Map<String, Object> policy(String uid, Map<String, Object> spec, String valid) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("apiVersion", "cilium.io/v2");
    all.put("kind", "CiliumNetworkPolicy");
    all.put(
        "metadata",
        Map.of(
            "name",
            "firebreak-quarantine-" + ID,
            "namespace",
            "custody",
            "annotations",
            Map.of(QuarantinePolicy.POD_UID, uid)));
    all.put("spec", spec);
    all.put("status", Map.of("conditions", List.of(Map.of("type", "Valid", "status", valid))));
    return all;
  }

  static Map<String, Object> spec() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("endpointSelector", Map.of("matchLabels", Map.of(QuarantinePolicy.LABEL, ID)));
    spec.put(
        "ingressDeny",
        List.of(
            Map.of(
                "fromEndpoints",
                List.of(
                    Map.of(
                        "matchExpressions",
                        List.of(
                            Map.of(
                                "key", "k8s:io.kubernetes.pod.namespace",
                                "operator", "Exists"))))),
            Map.of(
                "fromEntities",
                List.of("world", "remote-node", "unmanaged", "ingress", "health", "init"))));
    spec.put("egressDeny", List.of(Map.of("toEntities", List.of("all"))));
    return spec;
  }

  static void policyIs(FakeVendor vendor, Map<String, Object> policy) {
    vendor.on("GET", POLICY, Answers.json(200, Json.write(policy)));
  }

  static void noPolicy(FakeVendor vendor) {
    vendor.on("GET", POLICY, Answers.json(404, Objects.status(404, "NotFound", "not found")));
  }

  /** What Cilium made of the pod. */
  static void endpointIs(FakeVendor vendor, String state, String... identityLabels) {
    vendor.on(
        "GET",
        ENDPOINT,
        Answers.json(
            200,
            Json.write(
                Map.of(
                    "apiVersion",
                    "cilium.io/v2",
                    "kind",
                    "CiliumEndpoint",
                    "metadata",
                    Map.of("name", "signer-0", "namespace", "custody"),
                    "status",
                    Map.of(
                        "state",
                        state,
                        "identity",
                        Map.of("id", 41_207, "labels", Arrays.asList(identityLabels)))))));
  }

  static void endpointIsQuarantined(FakeVendor vendor) {
    endpointIs(
        vendor,
        "ready",
        "k8s:firebreak.dev/quarantine=" + ID,
        "k8s:io.cilium.k8s.policy.cluster=default",
        "k8s:io.kubernetes.pod.namespace=custody");
  }
}
