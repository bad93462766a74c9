package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;

/** One cluster's pods and services. Every method blocks; failures are {@link ActionFailure}. */
final class Cluster {
  /** Owner of the fields this connector applies. */
  static final String FIELD_MANAGER = "firebreak";

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(FIELD_MANAGER)
          .build();

  private final ApiServer api;
  private final Optional<String> name;
  private final List<String> namespaces;

  /**
   * @param namespaces the only ones served; empty for all
   */
  Cluster(ApiServer api, Optional<String> name, List<String> namespaces) {
    this.api = api;
    this.name = name;
    this.namespaces = List.copyOf(namespaces);
  }

  /**
   * The workload, checked to be of this cluster (the same names may exist in another one) and of a
   * namespace it may touch.
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
    if (!namespaces.isEmpty() && !namespaces.contains(workload.namespace())) {
      throw ActionFailure.refused(
          "workload "
              + text
              + " is in namespace '"
              + workload.namespace()
              + "', this connector may touch "
              + namespaces
              + "; isolate it by hand, or widen the setting 'namespaces'");
    }
    return workload;
  }

  Optional<Pod> pod(Workload workload) throws ActionFailure {
    return api.read(
        "reading pod " + workload,
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
    api.change(
        "changing the labels of pod " + workload,
        k -> k.pods().inNamespace(workload.namespace()).resource(pod).patch(MERGE, mergePatch));
  }

  List<Service> services(String namespace) throws ActionFailure {
    return api.read(
        "listing services of namespace " + namespace,
        k ->
            k.services().inNamespace(namespace).list().getItems().stream()
                .map(Cluster::whole)
                .toList());
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

  private static Service whole(Service service) {
    if (service.getMetadata() == null
        || service.getMetadata().getName() == null
        || !service.getMetadata().getName().matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
      throw new IllegalStateException("the answer is no service");
    }
    return service;
  }
}
