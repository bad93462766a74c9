package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives an isolated instance its security groups back, from the notes on its interfaces. */
record Restoration(Ec2 ec2, Groups groups) {
  /**
   * @param interfaces ids of those that got their groups back; empty where none was isolated
   * @param warnings what did not go as it should, for people
   */
  record Released(List<String> interfaces, List<String> warnings) {}

  Released release(Call<InstanceId> call) throws ActionFailure {
    String id = call.input().instance();
    Instance instance = ec2.instance(id);
    if (instance.over()) {
      return new Released(List.of(), List.of());
    }
    Groups.Known known = groups.read();
    List<String> done = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Map<String, ActionFailure> failed = new LinkedHashMap<>();
    for (NetworkInterface ni : ec2.interfaces(id)) {
      try {
        if (known.heldByUs(ni)) {
          ec2.setGroups(ni.id(), noted(ni));
          done.add(ni.id());
        }
        forget(ni).ifPresent(warnings::add);
      } catch (ActionFailure f) {
        failed.put(ni.id(), f);
      }
    }
    if (!failed.isEmpty()) {
      throw PartialFailure.of("releasing " + id, done, failed);
    }
    return new Released(done, warnings);
  }

  private static List<String> noted(NetworkInterface ni) throws ActionFailure {
    Optional<List<String>> noted = ni.noted();
    if (noted.isEmpty()) {
      throw ActionFailure.refused(
          "its groups were not noted, or the tag "
              + GroupNote.KEY
              + " is gone: choose its security groups in the EC2 console");
    }
    return noted.get();
  }

  /**
   * Only after the groups are back. A note that stays does no harm: the next isolation writes its
   * own.
   *
   * @return why it stays
   */
  private Optional<String> forget(NetworkInterface ni) {
    List<String> keys = GroupNote.keys().stream().filter(ni.tags()::containsKey).toList();
    try {
      if (!keys.isEmpty()) {
        ec2.untag(ni.id(), keys);
      }
      return Optional.empty();
    } catch (ActionFailure f) {
      return Optional.of(ni.id() + ": the note " + GroupNote.KEY + " stays: " + f.getMessage());
    }
  }

  Observation observe(Call<InstanceId> call) throws ActionFailure {
    Instance instance = ec2.instance(call.input().instance());
    if (instance.over()) {
      return Observation.holds("state=" + instance.state() + ": nothing is left to release");
    }
    List<NetworkInterface> all = ec2.interfaces(instance.id());
    Groups.Known known = groups.read();
    String detail =
        all.stream().limit(20).map(NetworkInterface::toString).collect(Collectors.joining(", "));
    return all.stream().anyMatch(known::heldByUs)
        ? Observation.absent(detail)
        : Observation.holds(detail.isEmpty() ? "no interfaces" : detail);
  }
}
