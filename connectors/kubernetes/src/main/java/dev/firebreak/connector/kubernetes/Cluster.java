package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.VendorHttp;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One cluster's pods and network policies. Every method blocks; failures are {@link ActionFailure}.
 * Where the API server says 409, the failure is UNAVAILABLE: someone else wrote at the same time.
 */
final class Cluster {
  /** Owner of the fields this connector applies. */
  static final String FIELD_MANAGER = "firebreak";

  private static final int CONFLICT = 409;
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(FIELD_MANAGER)
          .build();

  private final KubernetesClient client;
  private final Optional<String> name;

  private Cluster(KubernetesClient client, Optional<String> name) {
    this.client = client;
    this.name = name;
  }

  static Cluster at(VendorHttp http, Secret token, Optional<String> name) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(http.endpoint().base().toString())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(0)
            .build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new VendorHttpClient.Factory(http, token))
            .build();
    return new Cluster(client, name);
  }

  /**
   * The workload, checked to be of this cluster: the same names may exist in another one.
   *
   * @throws ActionFailure REFUSED otherwise
   */
  Workload mine(String text) throws ActionFailure {
    Workload workload = Workload.parse(text);
    if (workload.cluster().isPresent() && !workload.cluster().equals(name)) {
      throw ActionFailure.refused(
          "workload "
              + text
              + " is in cluster '"
              + workload.cluster().get()
              + "', this connector serves "
              + name.map(n -> "'" + n + "'").orElse("a cluster without a name")
              + "; use that cluster's connector, or correct the setting 'cluster'");
    }
    return workload;
  }

  Optional<Pod> pod(Workload workload) throws ActionFailure {
    return ask(
        "reading pod " + workload,
        false,
        k ->
            Optional.ofNullable(
                    k.pods().inNamespace(workload.namespace()).withName(workload.pod()).get())
                .map(pod -> whole(pod, workload)));
  }

  /**
   * @param pod as it was read: the library would read it again otherwise
   * @param mergePatch RFC 7386
   */
  void patch(Workload workload, Pod pod, String mergePatch) throws ActionFailure {
    ask(
        "changing the labels of pod " + workload,
        true,
        k -> k.pods().inNamespace(workload.namespace()).resource(pod).patch(MERGE, mergePatch));
  }

  List<NetworkPolicy> policies(String namespace) throws ActionFailure {
    return ask(
        "listing network policies of namespace " + namespace,
        false,
        k ->
            k.network().v1().networkPolicies().inNamespace(namespace).list().getItems().stream()
                .map(Cluster::whole)
                .toList());
  }

  /**
   * Server-side apply: a repeat changes nothing.
   *
   * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-side
   *     apply</a>
   */
  void apply(NetworkPolicy policy) throws ActionFailure {
    ask(
        "applying network policy " + policy.getMetadata().getName(),
        true,
        k ->
            k.network()
                .v1()
                .networkPolicies()
                .inNamespace(policy.getMetadata().getNamespace())
                .resource(policy)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
  }

  Optional<NetworkPolicy> policy(String namespace, String policy) throws ActionFailure {
    return ask(
        "reading network policy " + namespace + "/" + policy,
        false,
        k ->
            Optional.ofNullable(
                    k.network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(namespace)
                        .withName(policy)
                        .get())
                .map(Cluster::whole));
  }

  /** One that is not there counts as deleted. */
  void deletePolicy(String namespace, String policy) throws ActionFailure {
    ask(
        "deleting network policy " + namespace + "/" + policy,
        true,
        k -> k.network().v1().networkPolicies().inNamespace(namespace).withName(policy).delete());
  }

  private static Pod whole(Pod pod, Workload asked) {
    if (pod.getMetadata() == null
        || pod.getMetadata().getUid() == null
        || !asked.pod().equals(pod.getMetadata().getName())
        || pod.getSpec() == null) {
      throw new IllegalStateException("the answer is no pod");
    }
    return pod;
  }

  private static NetworkPolicy whole(NetworkPolicy policy) {
    if (policy.getMetadata() == null || policy.getMetadata().getName() == null) {
      throw new IllegalStateException("the answer is no network policy");
    }
    return policy;
  }

  /**
   * The client library throws unchecked exceptions of many kinds, also for answers it can't read; a
   * change whose answer can't be read may have happened.
   */
  private <T> T ask(String what, boolean changes, Function<KubernetesClient, T> request)
      throws ActionFailure {
    try {
      return request.apply(client);
    } catch (RuntimeException e) {
      Optional<ActionFailure> ours = actionFailure(e);
      if (ours.isPresent()) {
        throw ours.get();
      }
      if (e instanceof KubernetesClientException k && k.getCode() >= 400) {
        throw answered(what, k);
      }
      String message = what + ": the answer is not what Kubernetes documents";
      throw changes ? ActionFailure.unknown(message, e) : ActionFailure.unavailable(message, e);
    }
  }

  private static ActionFailure answered(String what, KubernetesClientException e) {
    String reason =
        Optional.ofNullable(e.getStatus())
            .flatMap(s -> Optional.ofNullable(s.getMessage()))
            .map(m -> ": " + VendorHttp.oneLine(m))
            .orElse("");
    String message = what + ": HTTP " + e.getCode() + reason;
    return e.getCode() == CONFLICT
        ? ActionFailure.unavailable(message + "; it changed at the same moment, try again", e)
        : ActionFailure.refused(message);
  }

  /** Whether the API server refused a change because the object changed since it was read. */
  static boolean isConflict(ActionFailure failure) {
    return failure.getCause() instanceof KubernetesClientException k && k.getCode() == CONFLICT;
  }

  private static Optional<ActionFailure> actionFailure(Throwable thrown) {
    Optional<Throwable> at = Optional.of(thrown);
    for (int depth = 0; at.isPresent() && depth < 10; depth++) {
      if (at.get() instanceof ActionFailure failure) {
        return Optional.of(failure);
      }
      at = Optional.ofNullable(at.get().getCause());
    }
    return Optional.empty();
  }
}
