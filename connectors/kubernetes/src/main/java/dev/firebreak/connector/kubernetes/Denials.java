package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kind of policy this cluster is given.
 *
 * @param choice {@code auto}, {@code network-policy} or {@code cilium}
 */
record Denials(ApiServer api, String choice) {
  static final String AUTO = "auto";
  static final String NETWORK_POLICY = "network-policy";
  static final String CILIUM = "cilium";

  private static final String API = CiliumPolicy.GROUP + "/" + CiliumPolicy.VERSION;

  static final Set<String> CHOICES = Set.of(AUTO, NETWORK_POLICY, CILIUM);

  /**
   * Asked at every call: Cilium may come or go while this runs.
   *
   * @throws ActionFailure REFUSED where Cilium is wanted and not there
   */
  Denial current() throws ActionFailure {
    if (choice.equals(NETWORK_POLICY)) {
      return new NetworkPolicyDenial(api);
    }
    Optional<Set<String>> cilium =
        ciliumResources().filter(resources -> resources.contains(CiliumDenial.POLICIES));
    if (cilium.isPresent()) {
      return new CiliumDenial(api, cilium.get().contains(CiliumDenial.ENDPOINTS));
    }
    if (choice.equals(CILIUM)) {
      throw ActionFailure.refused(
          "this cluster has no CiliumNetworkPolicy (cilium.io/v2); install Cilium, or set 'policy'"
              + " to network-policy");
    }
    return new NetworkPolicyDenial(api);
  }

  /** The plural names of what {@code cilium.io/v2} has; empty where there is no such API. */
  private Optional<Set<String>> ciliumResources() throws ActionFailure {
    return api.read(
        "asking whether the cluster has Cilium",
        k -> Optional.ofNullable(k.getApiResources(API)).map(Denials::names));
  }

  /** An answer that is no such list must not be taken for an empty one. */
  private static Set<String> names(APIResourceList list) {
    if (!API.equals(list.getGroupVersion())) {
      throw new IllegalStateException("the answer is no list of resources");
    }
    return list.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
  }
}
