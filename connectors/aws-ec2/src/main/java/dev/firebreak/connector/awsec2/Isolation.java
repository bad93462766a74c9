package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Isolates an instance: every interface goes into the quarantine group of its VPC. A change of
 * groups does not end connections that are tracked, so each goes through a group that is open both
 * ways first, as AWS's own runbook AWSSupport-ContainEC2Instance does it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html">Connection
 *     tracking</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-awssupport-containec2instance.html">AWSSupport-ContainEC2Instance</a>
 */
record Isolation(Ec2 ec2, Groups groups, Duration openFor, Pause pause) {
  /**
   * @param interfaces ids of all interfaces, isolated now
   * @param openedFirst ids of those whose connections were untracked first
   * @param warnings what did not go as it should, for people
   */
  record Isolated(List<String> interfaces, List<String> openedFirst, List<String> warnings) {}

  /** The interfaces of an instance and the groups they are to be in. */
  private record Plan(
      Instance instance,
      List<NetworkInterface> all,
      List<NetworkInterface> todo,
      Groups.Known known) {}

  Isolated isolate(Call<InstanceId> call) throws ActionFailure {
    String id = call.input().instance();
    Plan plan = plan(id);
    Passage passage = new Passage(ec2, plan.known(), id, plan.todo());
    passage.note();
    boolean interrupted = passage.open() && pause.interruptedWithin(openFor);
    passage.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<String> done =
        plan.all().stream()
            .map(NetworkInterface::id)
            .filter(n -> !passage.failed().containsKey(n))
            .toList();
    if (!passage.failed().isEmpty()) {
      throw PartialFailure.of("isolating " + id, done, passage.failed());
    }
    return new Isolated(done, passage.opened(), passage.warnings());
  }

  Observation observe(Call<InstanceId> call) throws ActionFailure {
    Instance instance = ec2.instance(call.input().instance());
    if (instance.over()) {
      return Observation.absent(
          "state=" + instance.state() + ": it has no network, and its evidence may be gone");
    }
    List<NetworkInterface> all = ec2.interfaces(instance.id());
    Groups.Known known = groups.read();
    String detail =
        "state=" + instance.state() + " " + (all.isEmpty() ? "no interfaces" : shown(all));
    boolean isolated =
        !all.isEmpty()
            && all.stream().allMatch(ni -> known.quarantineIds().stream().anyMatch(ni::onlyIn));
    List<String> holes = holes(all, known);
    return isolated && holes.isEmpty()
        ? Observation.holds(detail)
        : Observation.absent(detail + (holes.isEmpty() ? "" : ": " + holes.get(0)));
  }

  /** Rules somebody added to a quarantine group since. */
  private static List<String> holes(List<NetworkInterface> all, Groups.Known known) {
    return known.quarantine().stream()
        .filter(g -> all.stream().anyMatch(ni -> ni.onlyIn(g.id())))
        .flatMap(g -> g.hole().stream())
        .toList();
  }

  Preview rehearse(Call<InstanceId> call) throws ActionFailure {
    String id = call.input().instance();
    Plan plan = plan(id);
    if (plan.todo().isEmpty()) {
      return Preview.nothing(id + " is isolated already: " + shown(plan.all()));
    }
    boolean open = plan.todo().stream().anyMatch(ni -> plan.known().openOf(ni).isPresent());
    List<Target> targets =
        plan.todo().stream().map(ni -> new Target(TargetType.HOST, ni.id())).toList();
    return Preview.of(
        "would isolate "
            + id
            + " ("
            + plan.instance().state()
            + ") by "
            + plan.todo().size()
            + " of its "
            + plan.all().size()
            + " interfaces: "
            + shown(plan.todo())
            + (open
                ? "; each is open to everything for " + openFor.toSeconds() + " s before"
                : "; connections that are tracked would go on"),
        targets);
  }

  /**
   * @throws ActionFailure REFUSED where the instance is over, or a quarantine group is missing or
   *     isolates nothing: before anything was changed
   */
  private Plan plan(String id) throws ActionFailure {
    Instance instance = ec2.instance(id);
    if (instance.over()) {
      throw ActionFailure.refused(
          "instance "
              + id
              + " is "
              + instance.state()
              + ": there is nothing left to isolate; look for what replaced it");
    }
    List<NetworkInterface> all = ec2.interfaces(id);
    if (all.isEmpty()) {
      throw ActionFailure.unavailable(
          "instance " + id + " is " + instance.state() + ", but EC2 lists no interface of it");
    }
    Groups.Known known = groups.read();
    List<NetworkInterface> todo = new ArrayList<>();
    for (NetworkInterface ni : all) {
      SecurityGroup group = known.quarantineOf(ni);
      if (!ni.onlyIn(group.id())) {
        todo.add(ni);
      }
    }
    return new Plan(instance, all, todo, known);
  }

  private static String shown(List<NetworkInterface> interfaces) {
    return interfaces.stream()
        .limit(20)
        .map(NetworkInterface::toString)
        .collect(Collectors.joining(", "));
  }
}
