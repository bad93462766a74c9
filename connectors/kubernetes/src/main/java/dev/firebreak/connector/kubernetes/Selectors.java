package dev.firebreak.connector.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a policy selects a pod, by the rules of label selectors.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label
 *     selectors</a>
 */
final class Selectors {
  private Selectors() {}

  /** An empty selector selects every pod of the namespace. */
  static boolean selects(NetworkPolicy policy, Map<String, String> labels) {
    LabelSelector selector = policy.getSpec().getPodSelector();
    if (selector == null) {
      return true;
    }
    return labels.entrySet().containsAll(orEmpty(selector.getMatchLabels()).entrySet())
        && orNone(selector.getMatchExpressions()).stream().allMatch(e -> holds(e, labels));
  }

  /** Policies add up: one that allows anything to a pod undoes a denial by another. */
  static boolean allowsAnything(NetworkPolicy policy) {
    return !orNone(policy.getSpec().getIngress()).isEmpty()
        || !orNone(policy.getSpec().getEgress()).isEmpty();
  }

  static <T> List<T> orNone(List<T> list) {
    return Optional.ofNullable(list).orElse(List.of());
  }

  static Map<String, String> orEmpty(Map<String, String> map) {
    return Optional.ofNullable(map).orElse(Map.of());
  }

  /** An operator of a later Kubernetes counts as met: better to name a policy in vain. */
  private static boolean holds(LabelSelectorRequirement e, Map<String, String> labels) {
    if (e == null || e.getOperator() == null) {
      return true;
    }
    boolean present = labels.containsKey(e.getKey());
    boolean listed = present && orNone(e.getValues()).contains(labels.get(e.getKey()));
    return switch (e.getOperator()) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> present;
      case "DoesNotExist" -> !present;
      default -> true;
    };
  }
}
