package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Observation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By a NetworkPolicy. These add up: one that allows nothing is undone by any other that selects the
 * pod and allows something, which is why the pod loses its labels.
 */
record NetworkPolicyDenial(ApiServer api) implements Denial {
  private static final String GROUP = "networking.k8s.io";
  private static final String RESOURCE = "networkpolicies";

  @Override
  public String kind() {
    return "NetworkPolicy";
  }

  @Override
  public Rights rights() {
    return new Rights(
        List.of(right("list"), right("create"), right("patch")),
        List.of(right("get"), right("delete")));
  }

  private static Right right(String verb) {
    return new Right(GROUP, RESOURCE, verb);
  }

  @Override
  public void apply(Order order) throws ActionFailure {
    NetworkPolicy policy = QuarantinePolicy.of(order);
    api.change(
        "applying network policy " + policy.getMetadata().getName(),
        k ->
            in(k, order.workload().namespace())
                .resource(policy)
                .fieldManager(Cluster.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
  }

  @Override
  public Observation observe(Workload workload, String id, Optional<Pod> pod) throws ActionFailure {
    String what = "pod " + workload + ": ";
    List<NetworkPolicy> policies = list(workload.namespace());
    String name = QuarantinePolicy.name(id);
    Optional<NetworkPolicy> policy =
        policies.stream().filter(p -> p.getMetadata().getName().equals(name)).findFirst();
    if (policy.isEmpty()) {
      return Observation.absent(what + "no quarantine policy");
    }
    if (!QuarantinePolicy.denies(policy.get(), id)) {
      return Observation.absent(what + "policy " + name + " was changed");
    }
    if (pod.isEmpty()) {
      return Observation.holds("pod " + workload + " is gone since its quarantine");
    }
    Optional<String> flaw =
        QuarantinedPod.flaw(pod.get(), id, QuarantinePolicy.podUid(policy.get().getMetadata()));
    if (flaw.isPresent()) {
      return Observation.absent(what + flaw.get());
    }
    List<String> allowing = allowing(policies, id);
    return allowing.isEmpty()
        ? Observation.holds(what + "denied both ways by policy " + name)
        : Observation.absent(what + stillAllowed(allowing));
  }

  @Override
  public List<String> obstacles(Workload workload, String id) throws ActionFailure {
    List<String> allowing = allowing(list(workload.namespace()), id);
    return allowing.isEmpty() ? List.of() : List.of(stillAllowed(allowing));
  }

  private static String stillAllowed(List<String> policies) {
    return "still allowed traffic by policies that select every pod: " + policies;
  }

  /** The policies that select a pod with no label but the quarantine's, and allow it something. */
  private static List<String> allowing(List<NetworkPolicy> policies, String id) {
    Map<String, String> labels = Map.of(QuarantinePolicy.LABEL, id);
    return policies.stream()
        .filter(p -> !p.getMetadata().getName().equals(QuarantinePolicy.name(id)))
        .filter(p -> p.getSpec() != null)
        .filter(p -> Selectors.allowsAnything(p) && Selectors.selects(p, labels))
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  private List<NetworkPolicy> list(String namespace) throws ActionFailure {
    return api.read(
        "listing network policies of namespace " + namespace,
        k -> in(k, namespace).list().getItems().stream().map(NetworkPolicyDenial::whole).toList());
  }

  @Override
  public boolean exists(String namespace, String id) throws ActionFailure {
    String name = QuarantinePolicy.name(id);
    return api.read(
        "reading network policy " + namespace + "/" + name,
        k ->
            Optional.ofNullable(in(k, namespace).withName(name).get())
                .map(NetworkPolicyDenial::whole)
                .isPresent());
  }

  @Override
  public void delete(String namespace, String id) throws ActionFailure {
    String name = QuarantinePolicy.name(id);
    api.change(
        "deleting network policy " + namespace + "/" + name,
        k -> in(k, namespace).withName(name).delete());
  }

  private static NonNamespaceOperation<NetworkPolicy, NetworkPolicyList, Resource<NetworkPolicy>>
      in(KubernetesClient k, String namespace) {
    return k.network().v1().networkPolicies().inNamespace(namespace);
  }

  private static NetworkPolicy whole(NetworkPolicy policy) {
    if (policy.getMetadata() == null || policy.getMetadata().getName() == null) {
      throw new IllegalStateException("the answer is no network policy");
    }
    return policy;
  }
}
