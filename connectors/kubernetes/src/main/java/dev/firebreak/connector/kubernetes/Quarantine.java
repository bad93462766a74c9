package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.VendorHttp;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Isolates a pod: a policy denies it all traffic, and it loses every label but the quarantine's,
 * which takes it out of the policies, services and controllers that chose it by label.
 */
final class Quarantine {
  /** A write at the same moment is met by reading again; more than this is a quarrel. */
  private static final int TRIES = 3;

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
  private final Denials denials;

  Quarantine(Cluster cluster, Denials denials) {
    this.cluster = cluster;
    this.denials = denials;
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
    String reason = VendorHttp.oneLine(call.input().reason());
    denials.current().apply(new Denial.Order(id, workload, uid, call.incidentId(), reason));
    relabel(workload, id, pod);
    return new Quarantined(id, uid);
  }

  /**
   * HOLDS when the policy is as it was applied, the pod carries only the quarantine's label, and
   * nothing else lets it have traffic; and when the quarantined pod is gone. A name that never was
   * quarantined is ABSENT, and so is a new pod of the same name: that one is free.
   */
  Observation observe(Call<Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = QuarantinePolicy.id(call.idempotencyKey());
    return denials.current().observe(workload, id, cluster.pod(workload));
  }

  /**
   * The pod, where it can be isolated.
   *
   * @throws ActionFailure as {@link #apply}
   */
  Pod isolable(Workload workload, String id) throws ActionFailure {
    Pod pod =
        cluster
            .pod(workload)
            .orElseThrow(
                () ->
                    ActionFailure.refused(
                        "pod "
                            + workload
                            + " does not exist; it may have been replaced under another name"));
    if (QuarantinedPod.onHostNetwork(pod)) {
      throw ActionFailure.refused(
          "pod "
              + workload
              + " uses the host's network, which network policies do not cover; isolate its node "
              + Optional.ofNullable(pod.getSpec().getNodeName()).orElse("instead"));
    }
    Optional<String> other =
        Optional.ofNullable(QuarantinedPod.labels(pod).get(QuarantinePolicy.LABEL))
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
        if (left == 0 || !ApiServer.isConflict(e)) {
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
    Map<String, String> current = QuarantinedPod.labels(pod);
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
}
