package dev.firebreak.connector.crowdstrike;

import dev.firebreak.connector.ActionFailure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the one host that is meant. A name is taken only where it is one host's: machines are
 * installed anew and leave their old sensor's record behind, images share a name, and whoever owns
 * a machine can give it another's.
 */
record HostSearch(FalconApi api) {
  private static final int SHOWN = 5;

  /**
   * @param host sensor id or host name
   * @throws ActionFailure REFUSED where it is none's or several hosts'
   */
  Host find(String host) throws ActionFailure {
    return Host.ID.matcher(host).matches() ? byId(host) : byName(host);
  }

  private Host byId(String id) throws ActionFailure {
    return api.hosts(List.of(id)).stream()
        .findFirst()
        .orElseThrow(
            () -> ActionFailure.refused("Falcon has no host " + id + " under this customer id"));
  }

  private Host byName(String name) throws ActionFailure {
    List<String> ids = api.named(name);
    if (ids.size() > FalconApi.MOST_NAMESAKES) {
      throw ActionFailure.refused(
          "over "
              + FalconApi.MOST_NAMESAKES
              + " hosts are found for the name "
              + name
              + "; give the sensor id (aid) of the one that is meant");
    }
    List<Host> exactly =
        ids.isEmpty()
            ? List.of()
            : api.hosts(ids).stream().filter(h -> h.name().equalsIgnoreCase(name)).toList();
    if (exactly.size() == 1) {
      return exactly.get(0);
    }
    throw ActionFailure.refused(
        exactly.isEmpty()
            ? "Falcon has no host named " + name + " under this customer id"
            : exactly.size()
                + " hosts are named "
                + name
                + "; give the sensor id (aid) of the one that is meant: "
                + shown(exactly));
  }

  private static String shown(List<Host> hosts) {
    return hosts.stream()
            .limit(SHOWN)
            .map(h -> h.id() + " (last seen " + h.lastSeen() + ")")
            .collect(Collectors.joining(", "))
        + (hosts.size() > SHOWN ? ", ..." : "");
  }
}
