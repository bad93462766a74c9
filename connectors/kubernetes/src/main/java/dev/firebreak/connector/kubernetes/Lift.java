package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/** Ends a quarantine; a repeat finds nothing left to do. */
final class Lift {
  /**
   * @param workload as it was quarantined
   * @param quarantineId 16 lower-case hex characters
   */
  record Ask(
      @Describe("The pod as it was quarantined, namespace/pod or cluster/namespace/pod.")
          String workload,
      @Describe("Id that quarantine-workload answered, 16 hex characters.") String quarantineId) {
    Ask {
      Workload.parse(workload);
      if (!quarantineId.matches("[0-9a-f]{16}")) {
        throw new IllegalArgumentException(
            "quarantineId must be the 16 hex characters that quarantine-workload answered, got '"
                + quarantineId
                + "'");
      }
    }
  }

  private final Cluster cluster;
  private final Denials denials;

  Lift(Cluster cluster, Denials denials) {
    this.cluster = cluster;
    this.denials = denials;
  }

  /**
   * Restores the labels first: a pod without either would be neither isolated nor under the
   * policies it had. A pod that is gone, or was never or is no longer in this quarantine, keeps its
   * labels as they are.
   *
   * @throws ActionFailure REFUSED when the saved labels can't be read; the pod then stays isolated
   */
  Done lift(Call<Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = call.input().quarantineId();
    Denial denial = denials.current();
    Optional<Pod> pod = cluster.pod(workload).filter(p -> isIn(p, id));
    if (pod.isPresent()) {
      cluster.patch(workload, pod.get(), patch(workload, pod.get()));
    }
    denial.delete(workload.namespace(), id);
    return new Done();
  }

  /** HOLDS when the policy is gone and the pod, where it still exists, is not labelled with it. */
  Observation observe(Call<Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = call.input().quarantineId();
    if (cluster.pod(workload).filter(p -> isIn(p, id)).isPresent()) {
      return Observation.absent("pod " + workload + " is still in quarantine " + id);
    }
    return denials.current().exists(workload.namespace(), id)
        ? Observation.absent("policy " + QuarantinePolicy.name(id) + " still exists")
        : Observation.holds("pod " + workload + " is not in quarantine " + id);
  }

  private static boolean isIn(Pod pod, String id) {
    return id.equals(QuarantinedPod.labels(pod).get(QuarantinePolicy.LABEL));
  }

  private static String patch(Workload workload, Pod pod) throws ActionFailure {
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.put("uid", pod.getMetadata().getUid());
    metadata.put("resourceVersion", pod.getMetadata().getResourceVersion());
    ObjectNode labels = metadata.putObject("labels");
    originalLabels(workload, pod).forEach(labels::put);
    labels.putNull(QuarantinePolicy.LABEL);
    metadata.putObject("annotations").putNull(QuarantinePolicy.ORIGINAL_LABELS);
    return Json.write(Map.of("metadata", metadata));
  }

  private static Map<String, String> originalLabels(Workload workload, Pod pod)
      throws ActionFailure {
    String saved =
        Optional.ofNullable(
                Selectors.orEmpty(pod.getMetadata().getAnnotations())
                    .get(QuarantinePolicy.ORIGINAL_LABELS))
            .orElse("");
    try {
      return Json.mapper().readValue(saved, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw ActionFailure.refused(
          "pod "
              + workload
              + " has no readable annotation "
              + QuarantinePolicy.ORIGINAL_LABELS
              + ", so its labels can't be restored; set them by hand, remove the label "
              + QuarantinePolicy.LABEL
              + " and lift again");
    }
  }
}
