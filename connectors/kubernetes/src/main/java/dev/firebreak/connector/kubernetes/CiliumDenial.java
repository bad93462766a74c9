package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Observation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;

/**
 * By a CiliumNetworkPolicy, whose deny rules beat every allowing rule, also a NetworkPolicy's.
 *
 * @param endpointsKept whether this cluster keeps CiliumEndpoints, which show what Cilium made of
 *     the pod's labels
 * @see <a href="https://docs.cilium.io/en/latest/security/policy/deny/">Deny policies</a>
 */
record CiliumDenial(ApiServer api, boolean endpointsKept) implements Denial {
  static final String POLICIES = "ciliumnetworkpolicies";
  static final String ENDPOINTS = "ciliumendpoints";

  private static final ResourceDefinitionContext POLICY = context(POLICIES, CiliumPolicy.KIND);
  private static final ResourceDefinitionContext ENDPOINT = context(ENDPOINTS, "CiliumEndpoint");

  private static ResourceDefinitionContext context(String plural, String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(CiliumPolicy.GROUP)
        .withVersion(CiliumPolicy.VERSION)
        .withPlural(plural)
        .withKind(kind)
        .withNamespaced(true)
        .build();
  }

  @Override
  public String kind() {
    return CiliumPolicy.KIND;
  }

  @Override
  public Rights rights() {
    Right endpoints = new Right(CiliumPolicy.GROUP, ENDPOINTS, "get");
    List<Right> policies = List.of(right("get"), right("create"), right("patch"));
    return new Rights(
        endpointsKept
            ? List.of(policies.get(0), policies.get(1), policies.get(2), endpoints)
            : policies,
        List.of(right("get"), right("delete")));
  }

  private static Right right(String verb) {
    return new Right(CiliumPolicy.GROUP, POLICIES, verb);
  }

  @Override
  public void apply(Order order) throws ActionFailure {
    GenericKubernetesResource policy = CiliumPolicy.of(order);
    api.change(
        "applying Cilium network policy " + policy.getMetadata().getName(),
        k ->
            in(k, POLICY, order.workload().namespace())
                .resource(policy)
                .fieldManager(Cluster.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
  }

  @Override
  public Observation observe(Workload workload, String id, Optional<Pod> pod) throws ActionFailure {
    String what = "pod " + workload + ": ";
    String name = QuarantinePolicy.name(id);
    Optional<GenericKubernetesResource> policy = policy(workload.namespace(), name);
    if (policy.isEmpty()) {
      return Observation.absent(what + "no quarantine policy");
    }
    if (!CiliumPolicy.denies(json(policy.get()), id)) {
      return Observation.absent(what + "policy " + name + " was changed, or Cilium refuses it");
    }
    if (pod.isEmpty()) {
      return Observation.holds("pod " + workload + " is gone since its quarantine");
    }
    Optional<String> flaw =
        QuarantinedPod.flaw(pod.get(), id, QuarantinePolicy.podUid(policy.get().getMetadata()));
    return flaw.isPresent()
        ? Observation.absent(what + flaw.get())
        : enforced(workload, id, what + "denied both ways by policy " + name);
  }

  /**
   * Cilium selects by the labels of the identity it gave the pod, which it renews a moment after
   * the pod's labels changed, and only from labels it was told to regard.
   * https://docs.cilium.io/en/stable/operations/performance/scalability/identity-relevant-labels/
   */
  private Observation enforced(Workload workload, String id, String denied) throws ActionFailure {
    if (!endpointsKept) {
      return Observation.holds(denied + "; this cluster keeps no CiliumEndpoints to see more");
    }
    Optional<GenericKubernetesResource> endpoint = endpoint(workload);
    if (endpoint.isEmpty()) {
      return Observation.absent(
          "pod "
              + workload
              + ": Cilium shows no endpoint of it, so it does not enforce the policy");
    }
    JsonNode status = json(endpoint.get()).path("status");
    for (JsonNode label : status.path("identity").path("labels")) {
      if (label.asText().equals("k8s:" + QuarantinePolicy.LABEL + "=" + id)) {
        String state = status.path("state").asText("ready");
        return state.equals("ready")
            ? Observation.holds(denied + ", by the identity Cilium gave it")
            : Observation.pending("pod " + workload + ": its Cilium endpoint is '" + state + "'");
      }
    }
    return Observation.pending(
        "pod "
            + workload
            + ": the identity Cilium gave it does not have the quarantine's label yet");
  }

  @Override
  public List<String> obstacles(Workload workload, String id) throws ActionFailure {
    return endpointsKept && endpoint(workload).isEmpty()
        ? List.of("not confirmed: Cilium shows no endpoint of it")
        : List.of();
  }

  @Override
  public boolean exists(String namespace, String id) throws ActionFailure {
    return policy(namespace, QuarantinePolicy.name(id)).isPresent();
  }

  @Override
  public void delete(String namespace, String id) throws ActionFailure {
    String name = QuarantinePolicy.name(id);
    api.change(
        "deleting Cilium network policy " + namespace + "/" + name,
        k -> in(k, POLICY, namespace).withName(name).delete());
  }

  private Optional<GenericKubernetesResource> policy(String namespace, String name)
      throws ActionFailure {
    return get(POLICY, "Cilium network policy ", namespace, name);
  }

  private Optional<GenericKubernetesResource> endpoint(Workload workload) throws ActionFailure {
    return get(ENDPOINT, "Cilium endpoint ", workload.namespace(), workload.pod());
  }

  private Optional<GenericKubernetesResource> get(
      ResourceDefinitionContext kind, String what, String namespace, String name)
      throws ActionFailure {
    return api.read(
        "reading " + what + namespace + "/" + name,
        k ->
            Optional.ofNullable(in(k, kind, namespace).withName(name).get())
                .map(found -> whole(found, name)));
  }

  private static NonNamespaceOperation<
          GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      in(KubernetesClient k, ResourceDefinitionContext kind, String namespace) {
    return k.genericKubernetesResources(kind).inNamespace(namespace);
  }

  private static GenericKubernetesResource whole(GenericKubernetesResource found, String asked) {
    if (found.getMetadata() == null || !asked.equals(found.getMetadata().getName())) {
      throw new IllegalStateException("the answer is not what was asked for");
    }
    return found;
  }

  private static JsonNode json(GenericKubernetesResource resource) {
    return Json.mapper().valueToTree(resource.getAdditionalProperties());
  }
}
