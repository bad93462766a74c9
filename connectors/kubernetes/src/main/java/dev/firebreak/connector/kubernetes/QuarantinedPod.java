package dev.firebreak.connector.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a pod must be like to be isolated, whatever denies its traffic. */
final class QuarantinedPod {
  private QuarantinedPod() {}

  /**
   * Why this pod is not the one in quarantine; empty where it is.
   *
   * @param podUid as the quarantine's policy names it
   */
  static Optional<String> flaw(Pod pod, String id, Optional<String> podUid) {
    if (!podUid.equals(Optional.of(pod.getMetadata().getUid()))) {
      return Optional.of("another pod has this name now and is not quarantined");
    }
    if (onHostNetwork(pod)) {
      return Optional.of("on the host's network, which policies do not cover");
    }
    Map<String, String> labels = labels(pod);
    return labels.equals(Map.of(QuarantinePolicy.LABEL, id))
        ? Optional.empty()
        : Optional.of("its labels are " + new TreeMap<>(labels).keySet());
  }

  static boolean onHostNetwork(Pod pod) {
    return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
  }

  static Map<String, String> labels(Pod pod) {
    return Selectors.orEmpty(pod.getMetadata().getLabels());
  }
}
