package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;

/**
 * The CiliumNetworkPolicy of one quarantine: denies everything both ways, except what comes from
 * the pod's own node. A deny rule for {@code all} would beat Cilium's own rule for the node, too
 * (https://github.com/cilium/cilium/pull/12716), and the kubelet would restart a pod whose probes
 * fail: its memory would be lost.
 *
 * @see <a
 *     href="https://docs.cilium.io/en/latest/security/policy/layer3/#entities-based">Entities</a>
 */
final class CiliumPolicy {
  static final String GROUP = "cilium.io";
  static final String VERSION = "v2";
  static final String KIND = "CiliumNetworkPolicy";

  /**
   * Every pod of every namespace, and all that is no pod but the node itself. A kube-apiserver is
   * one of these; named, it could be the node.
   */
  private static final List<Map<String, Object>> INGRESS =
      List.of(
          Map.of(
              "fromEndpoints",
              List.of(
                  Map.of(
                      "matchExpressions",
                      List.of(
                          Map.of(
                              "key", "k8s:io.kubernetes.pod.namespace", "operator", "Exists"))))),
          Map.of(
              "fromEntities",
              List.of("world", "remote-node", "unmanaged", "ingress", "health", "init")));

  private static final List<Map<String, Object>> EGRESS =
      List.of(Map.of("toEntities", List.of("all")));

  private CiliumPolicy() {}

  static GenericKubernetesResource of(Denial.Order order) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(GROUP + "/" + VERSION)
        .withKind(KIND)
        .withMetadata(QuarantinePolicy.metadata(order))
        .addToAdditionalProperties("spec", spec(order.id()))
        .build();
  }

  private static Map<String, Object> spec(String id) {
    return Map.of(
        "endpointSelector",
        Map.of("matchLabels", Map.of(QuarantinePolicy.LABEL, id)),
        "ingressDeny",
        INGRESS,
        "egressDeny",
        EGRESS);
  }

  /**
   * Whether it still has every rule that {@link #of} gave it, and Cilium does not call it invalid.
   * Rules that others added do not matter: none beats a denial.
   *
   * @param policy without apiVersion, kind and metadata
   */
  static boolean denies(JsonNode policy, String id) {
    JsonNode wanted = Json.mapper().valueToTree(spec(id));
    JsonNode spec = policy.path("spec");
    return spec.path("endpointSelector").equals(wanted.path("endpointSelector"))
        && contains(spec.path("ingressDeny"), wanted.path("ingressDeny"))
        && contains(spec.path("egressDeny"), wanted.path("egressDeny"))
        && !invalid(policy.path("status"));
  }

  private static boolean contains(JsonNode rules, JsonNode wanted) {
    for (JsonNode rule : wanted) {
      boolean found = false;
      for (JsonNode candidate : rules) {
        found |= candidate.equals(rule);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static boolean invalid(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Valid")
          && condition.path("status").asText().equalsIgnoreCase("False")) {
        return true;
      }
    }
    return false;
  }
}
