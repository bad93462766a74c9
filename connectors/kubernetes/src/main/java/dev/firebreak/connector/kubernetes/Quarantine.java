package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Isolates a pod. Network policies add up, so a denying policy alone is undone by any other that
 * selects the pod: the pod also loses every label but the quarantine's, which takes it out of the
 * policies, services and controllers that chose it by label.
 */
final class Quarantine {
  /** A write at the same moment is met by reading again; more than this is a quarrel. */
  private static final int TRIES = 3;

  private static final int LONGEST_REASON = 500;

  /**
   * @param workload {@code namespace/pod} or {@code cluster/namespace/pod}
   * @param reason for people who find the policy in the cluster
   */
  record Ask(
      @Describe("The pod as namespace/pod or cluster/namespace/pod.") String workload,
      @Describe("Why, for people who find the policy.") String reason) {
    Ask {
      Workload.parse(workload);
    }
  }

  /**
   * @param quarantineId what lifts it
   * @param podUid the very pod; its name may be used again
   */
  record Quarantined(
      @Describe("Id of the quarantine, needed to lift it.") String quarantineId,
      @Describe("Uid of the isolated pod.") String podUid) {}

  private final Cluster cluster;

  Quarantine(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Applies the policy first, so that the pod is denied from the moment it carries the label.
   *
   * @throws ActionFailure REFUSED for a pod that does not exist, is on the host's network, or is in
   *     another quarantine
   */
  Quarantined apply(Call<Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = QuarantinePolicy.id(call.idempotencyKey());
    Pod pod = isolable(workload, id);
    String uid = pod.getMetadata().getUid();
    String reason = call.input().reason();
    cluster.apply(
        QuarantinePolicy.of(
            id,
            workload,
            uid,
            call.incidentId(),
            reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
    relabel(workload, id, pod);
    return new Quarantined(id, uid);
  }

  /**
   * HOLDS when the policy denies both ways, the pod carries only the quarantine's label, and no
   * other policy allows it anything; and when the quarantined pod is gone. A name that never was
   * quarantined is ABSENT, and so is a new pod of the same name: that one is free.
   */
  Observation observe(Call<Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = QuarantinePolicy.id(call.idempotencyKey());
    List<NetworkPolicy> policies = cluster.policies(workload.namespace());
    Optional<NetworkPolicy> policy =
        policies.stream()
            .filter(p -> p.getMetadata().getName().equals(QuarantinePolicy.name(id)))
            .findFirst();
    Optional<Pod> pod = cluster.pod(workload);
    if (policy.isEmpty()) {
      return Observation.absent("pod " + workload + ": no quarantine policy");
    }
    if (!QuarantinePolicy.denies(policy.get(), id)) {
      return Observation.absent(
          "pod " + workload + ": policy " + QuarantinePolicy.name(id) + " was changed");
    }
    return pod.map(p -> isolation(workload, id, p, policy.get(), policies))
        .orElseGet(() -> Observation.holds("pod " + workload + " is gone since its quarantine"));
  }

  private static Observation isolation(
      Workload workload, String id, Pod pod, NetworkPolicy policy, List<NetworkPolicy> policies) {
    String what = "pod " + workload + ": ";
    Map<String, String> annotations = Selectors.orEmpty(policy.getMetadata().getAnnotations());
    if (!pod.getMetadata().getUid().equals(annotations.get(QuarantinePolicy.POD_UID))) {
      return Observation.absent(what + "another pod has this name now and is not quarantined");
    }
    if (onHostNetwork(pod)) {
      return Observation.absent(what + "on the host's network, which policies do not cover");
    }
    Map<String, String> labels = Selectors.orEmpty(pod.getMetadata().getLabels());
    if (!labels.equals(Map.of(QuarantinePolicy.LABEL, id))) {
      return Observation.absent(what + "its labels are " + new TreeMap<>(labels).keySet());
    }
    List<String> allowing =
        policies.stream()
            .filter(p -> p != policy && p.getSpec() != null)
            .filter(p -> Selectors.allowsAnything(p) && Selectors.selects(p, labels))
            .map(p -> p.getMetadata().getName())
            .toList();
    return allowing.isEmpty()
        ? Observation.holds(what + "denied both ways by policy " + policy.getMetadata().getName())
        : Observation.absent(
            what + "still allowed traffic by policies that select every pod: " + allowing);
  }

  private Pod isolable(Workload workload, String id) throws ActionFailure {
    Pod pod =
        cluster
            .pod(workload)
            .orElseThrow(
                () ->
                    ActionFailure.refused(
                        "pod "
                            + workload
                            + " does not exist; it may have been replaced under another name"));
    if (onHostNetwork(pod)) {
      throw ActionFailure.refused(
          "pod "
              + workload
              + " uses the host's network, which network policies do not cover; isolate its node "
              + Optional.ofNullable(pod.getSpec().getNodeName()).orElse("instead"));
    }
    Optional<String> other =
        Optional.ofNullable(
                Selectors.orEmpty(pod.getMetadata().getLabels()).get(QuarantinePolicy.LABEL))
            .filter(o -> !o.equals(id));
    if (other.isPresent()) {
      throw ActionFailure.refused(
          "pod " + workload + " is in quarantine " + other.get() + " already; nothing was changed");
    }
    return pod;
  }

  private void relabel(Workload workload, String id, Pod read) throws ActionFailure {
    Pod pod = read;
    for (int left = TRIES - 1; ; left--) {
      try {
        cluster.patch(workload, pod, patch(id, pod));
        return;
      } catch (ActionFailure e) {
        if (left == 0 || !Cluster.isConflict(e)) {
          throw e;
        }
      }
      pod = isolable(workload, id);
      if (!pod.getMetadata().getUid().equals(read.getMetadata().getUid())) {
        throw ActionFailure.refused(
            "pod " + workload + " was replaced by another of the same name meanwhile");
      }
    }
  }

  /** Names uid and version, so that it changes the pod that was read or nothing. */
  private static String patch(String id, Pod pod) {
    Map<String, String> current = Selectors.orEmpty(pod.getMetadata().getLabels());
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.put("uid", pod.getMetadata().getUid());
    metadata.put("resourceVersion", pod.getMetadata().getResourceVersion());
    ObjectNode labels = metadata.putObject("labels");
    current.keySet().forEach(labels::putNull);
    labels.put(QuarantinePolicy.LABEL, id);
    if (!current.containsKey(QuarantinePolicy.LABEL)) {
      metadata
          .putObject("annotations")
          .put(QuarantinePolicy.ORIGINAL_LABELS, Json.write(new TreeMap<>(current)));
    }
    return Json.write(Map.of("metadata", metadata));
  }

  private static boolean onHostNetwork(Pod pod) {
    return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
  }
}
