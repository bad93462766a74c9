package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Made-up objects in the shapes of the Kubernetes API. */
final class Objects {
  static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  static final String ID = "0123456789abcdef";
  static final String UID = "5b1f3d1e-0c53-4f4e-9d0f-6a8e1c2b3a44";
  static final String POD = "/api/v1/namespaces/custody/pods/signer-0";
  static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/custody/networkpolicies";
  static final String POLICY = POLICIES + "/firebreak-quarantine-" + ID;

  private Objects() {}

  static String pod(Map<String, String> labels) {
    return pod(UID, labels, Map.of(), false);
  }

  static String pod(
      String uid, Map<String, String> labels, Map<String, String> annotations, boolean host) {
    return Json.write(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of(
                "name",
                "signer-0",
                "namespace",
                "custody",
                "uid",
                uid,
                "resourceVersion",
                "1001",
                "labels",
                labels,
                "annotations",
                annotations),
            "spec",
            Map.of("nodeName", "node-a", "hostNetwork", host)));
  }

  static String quarantinedPod() {
    return pod(Map.of(QuarantinePolicy.LABEL, ID));
  }

  /** The policy as the API server shows it. */
  static Map<String, Object> quarantinePolicy(String uid) {
    return policy(
        "firebreak-quarantine-" + ID,
        Map.of(QuarantinePolicy.POD_UID, uid),
        Map.of(
            "podSelector", Map.of("matchLabels", Map.of(QuarantinePolicy.LABEL, ID)),
            "policyTypes", List.of("Ingress", "Egress")));
  }

  static Map<String, Object> policy(
      String name, Map<String, String> annotations, Map<String, Object> spec) {
    return Map.of(
        "apiVersion",
        "networking.k8s.io/v1",
        "kind",
        "NetworkPolicy",
        "metadata",
        Map.of("name", name, "namespace", "custody", "annotations", annotations),
        "spec",
        spec);
  }

  @SafeVarargs
  static String policies(Map<String, Object>... items) {
    return Json.write(
        Map.of(
            "apiVersion",
            "networking.k8s.io/v1",
            "kind",
            "NetworkPolicyList",
            "metadata",
            Map.of("resourceVersion", "1001"),
            "items",
            Arrays.asList(items)));
  }

  static String status(int code, String reason, String message) {
    return Json.write(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Status",
            "metadata",
            Map.of(),
            "status",
            "Failure",
            "reason",
            reason,
            "message",
            message,
            "code",
            code));
  }
}
