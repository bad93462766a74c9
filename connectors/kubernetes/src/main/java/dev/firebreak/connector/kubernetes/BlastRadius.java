package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.VendorHttp;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a quarantine would take from whom: the pod, and the services it stands behind. */
record BlastRadius(Quarantine quarantine, Cluster cluster, Denials denials) {
  /** Lists longer than this are cut in the sentence. */
  private static final int SHOWN = 10;

  /**
   * @throws ActionFailure as the quarantine itself, for example REFUSED for a pod that does not
   *     exist
   */
  Preview preview(Call<Quarantine.Ask> call) throws ActionFailure {
    Workload workload = cluster.mine(call.input().workload());
    String id = QuarantinePolicy.id(call.idempotencyKey());
    Pod pod = quarantine.isolable(workload, id);
    if (QuarantinedPod.labels(pod).containsKey(QuarantinePolicy.LABEL)) {
      return Preview.nothing("pod " + workload + " is in quarantine " + id + " already");
    }
    Denial denial = denials.current();
    Optional<List<String>> services = services(workload, pod);
    List<String> parts = new ArrayList<>();
    parts.add("would deny pod " + workload + " all traffic (" + denial.kind() + ")");
    parts.add(services.map(BlastRadius::losing).orElse("its services may not be listed"));
    parts.addAll(controllers(pod));
    denial.obstacles(workload, id).forEach(o -> parts.add("but it would be " + o));
    return Preview.of(
        String.join("; ", parts), targets(call.input(), workload, services.orElse(List.of())));
  }

  private static String losing(List<String> services) {
    return services.isEmpty()
        ? "no service loses an endpoint"
        : (services.size() == 1 ? "1 service loses" : services.size() + " services lose")
            + " an endpoint: "
            + shown(services);
  }

  private static String shown(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? ", ..." : "");
  }

  /** A StatefulSet's pods have fixed names, so it can't make another while this one stays. */
  private static List<String> controllers(Pod pod) {
    return Selectors.orNone(pod.getMetadata().getOwnerReferences()).stream()
        .filter(o -> o != null && Boolean.TRUE.equals(o.getController()))
        .map(BlastRadius::consequence)
        .toList();
  }

  /** Whoever makes a pod may name any owner. */
  private static String consequence(OwnerReference owner) {
    String name = VendorHttp.oneLine(owner.getKind() + " " + owner.getName());
    return switch (String.valueOf(owner.getKind())) {
      case "ReplicaSet", "ReplicationController", "DaemonSet", "Job" ->
          name + " starts a replacement";
      case "StatefulSet" -> name + " can't replace it";
      default -> "it belongs to " + name;
    };
  }

  /** Empty where they may not be listed: to isolate the pod that is not needed. */
  private Optional<List<String>> services(Workload workload, Pod pod) throws ActionFailure {
    Map<String, String> labels = QuarantinedPod.labels(pod);
    try {
      return Optional.of(
          cluster.services(workload.namespace()).stream()
              .filter(s -> selects(s, labels))
              .map(s -> s.getMetadata().getName())
              .sorted()
              .toList());
    } catch (ActionFailure e) {
      if (e.kind() == ActionFailure.Kind.REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A service without a selector has endpoints that others made. */
  private static boolean selects(Service service, Map<String, String> labels) {
    Map<String, String> selector =
        Optional.ofNullable(service.getSpec())
            .map(s -> Selectors.orEmpty(s.getSelector()))
            .orElse(Map.of());
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
  }

  private static List<Target> targets(
      Quarantine.Ask ask, Workload workload, List<String> services) {
    List<Target> targets = new ArrayList<>();
    targets.add(new Target(TargetType.WORKLOAD, ask.workload()));
    services.forEach(
        s -> targets.add(new Target(TargetType.DOMAIN, s + "." + workload.namespace() + ".svc")));
    return targets;
  }
}
