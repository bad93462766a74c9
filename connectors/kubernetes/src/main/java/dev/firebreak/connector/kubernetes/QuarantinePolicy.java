package dev.firebreak.connector.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names and the policy of one quarantine.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network
 *     policies</a>
 */
final class QuarantinePolicy {
  /** Label of a quarantined pod, its only one; the value is the quarantine's id. */
  static final String LABEL = "firebreak.dev/quarantine";

  /** Annotation of a quarantined pod: the labels it had, as a JSON object. */
  static final String ORIGINAL_LABELS = "firebreak.dev/original-labels";

  /** Annotation of the policy: the pod's uid, since another pod may get its name. */
  static final String POD_UID = "firebreak.dev/pod-uid";

  private static final List<String> BOTH_WAYS = List.of("Ingress", "Egress");

  private QuarantinePolicy() {}

  /** The same for every attempt of a step. */
  static String id(String idempotencyKey) {
    return idempotencyKey.substring(0, 16);
  }

  static String name(String id) {
    return "firebreak-quarantine-" + id;
  }

  /** What the policy of a quarantine is called and says, whatever its kind. */
  static ObjectMeta metadata(Denial.Order order) {
    return new ObjectMetaBuilder()
        .withName(name(order.id()))
        .withNamespace(order.workload().namespace())
        .addToLabels("app.kubernetes.io/managed-by", Cluster.FIELD_MANAGER)
        .addToAnnotations(POD_UID, order.podUid())
        .addToAnnotations("firebreak.dev/pod", order.workload().pod())
        .addToAnnotations("firebreak.dev/incident", order.incident())
        .addToAnnotations("firebreak.dev/reason", order.reason())
        .build();
  }

  /** The pod a policy was made for. */
  static Optional<String> podUid(ObjectMeta metadata) {
    return Optional.ofNullable(Selectors.orEmpty(metadata.getAnnotations()).get(POD_UID));
  }

  /** Selects the labelled pod, covers both ways, and allows nothing. */
  static NetworkPolicy of(Denial.Order order) {
    return new NetworkPolicyBuilder()
        .withMetadata(metadata(order))
        .withNewSpec()
        .withNewPodSelector()
        .addToMatchLabels(LABEL, order.id())
        .endPodSelector()
        .withPolicyTypes(BOTH_WAYS)
        .endSpec()
        .build();
  }

  /** Whether it still is what {@link #of} made, whoever wrote it last. */
  static boolean denies(NetworkPolicy policy, String id) {
    NetworkPolicySpec spec = policy.getSpec();
    if (spec == null || spec.getPodSelector() == null) {
      return false;
    }
    LabelSelector selector = spec.getPodSelector();
    return Selectors.orEmpty(selector.getMatchLabels()).equals(Map.of(LABEL, id))
        && Selectors.orNone(selector.getMatchExpressions()).isEmpty()
        && new HashSet<>(Selectors.orNone(spec.getPolicyTypes())).equals(Set.copyOf(BOTH_WAYS))
        && !Selectors.allowsAnything(policy);
  }
}
