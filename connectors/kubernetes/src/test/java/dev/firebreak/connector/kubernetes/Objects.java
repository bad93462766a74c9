package dev.firebreak.connector.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import dev.firebreak.connector.Json;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
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

  static final String SERVICES = "/api/v1/namespaces/custody/services";
  static final String ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  static final String SELF_REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private Objects() {}

  /**
   * Answers reviews of our own rights.
   *
   * @param allowed regular expression over {@code verb resource}
   */
  static void allows(FakeVendor vendor, String allowed) {
    vendor.on("POST", ACCESS_REVIEWS, Answers.json(201, review("\"allowed\":false")));
    for (String verb : List.of("get", "list", "create", "patch", "delete")) {
      for (String resource :
          List.of(
              "pods",
              "services",
              "networkpolicies",
              "ciliumnetworkpolicies",
              "ciliumclusterwidenetworkpolicies",
              "ciliumendpoints")) {
        if ((verb + " " + resource).matches(allowed)) {
          vendor.on(
              post(urlPathEqualTo(ACCESS_REVIEWS))
                  .withRequestBody(
                      matchingJsonPath("$.spec.resourceAttributes.verb", equalTo(verb)))
                  .withRequestBody(
                      matchingJsonPath("$.spec.resourceAttributes.resource", equalTo(resource)))
                  .willReturn(Answers.json(201, review("\"allowed\":true"))));
        }
      }
    }
    vendor.on(
        "POST",
        SELF_REVIEWS,
        Answers.json(
            201,
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\","
                + "\"metadata\":{},\"status\":{\"userInfo\":{\"username\":"
                + "\"system:serviceaccount:firebreak:firebreak\"}}}"));
  }

  static String review(String status) {
    return "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
        + "\"metadata\":{},\"spec\":{},\"status\":{"
        + status
        + "}}";
  }

  static String pod(Map<String, String> labels) {
    return pod(UID, labels, Map.of(), false);
  }

  static String pod(
      String uid, Map<String, String> labels, Map<String, String> annotations, boolean host) {
    return pod(uid, labels, annotations, host, List.of());
  }

  /** A pod of controllers, each {@code kind, name}. */
  static String pod(
      String uid,
      Map<String, String> labels,
      Map<String, String> annotations,
      boolean host,
      List<Map.Entry<String, String>> controllers) {
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
                annotations,
                "ownerReferences",
                controllers.stream()
                    .map(
                        c ->
                            Map.of(
                                "apiVersion",
                                "apps/v1",
                                "kind",
                                c.getKey(),
                                "name",
                                c.getValue(),
                                "uid",
                                "owner",
                                "controller",
                                true))
                    .toList()),
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

  /** Services by name and selector. */
  @SafeVarargs
  static String services(Map.Entry<String, Map<String, String>>... services) {
    return Json.write(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "ServiceList",
            "metadata",
            Map.of("resourceVersion", "1001"),
            "items",
            Arrays.stream(services)
                .map(
                    s ->
                        Map.of(
                            "metadata", Map.of("name", s.getKey(), "namespace", "custody"),
                            "spec", Map.of("selector", s.getValue())))
                .toList()));
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
