package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Observation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster is told to deny a quarantined pod its traffic. Every method but rights() blocks.
 */
sealed interface Denial permits NetworkPolicyDenial, CiliumDenial {
  /**
   * What is to be denied, and what people who find the policy should know.
   *
   * @param id of the quarantine
   * @param podUid the very pod; its name may be used again
   */
  record Order(String id, Workload workload, String podUid, String incident, String reason) {}

  /** What each action asks of a role. */
  record Rights(List<Right> quarantine, List<Right> lift) {}

  /** The policy's kind, for people. */
  String kind();

  Rights rights();

  /** Server-side apply: a repeat changes nothing. */
  void apply(Order order) throws ActionFailure;

  /**
   * Whether the quarantine is in force.
   *
   * @param pod of the workload's name, as it is now
   */
  Observation observe(Workload workload, String id, Optional<Pod> pod) throws ActionFailure;

  /** What would keep the pod from being isolated, a sentence each. */
  List<String> obstacles(Workload workload, String id) throws ActionFailure;

  boolean exists(String namespace, String id) throws ActionFailure;

  /** One that is not there counts as deleted. */
  void delete(String namespace, String id) throws ActionFailure;
}
