package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The security groups the operator set aside. A group belongs to one VPC, and only interfaces there
 * can be put into it.
 *
 * @param quarantine ids of those that isolate
 * @param open ids of those that are open both ways
 */
record Groups(Ec2 ec2, List<String> quarantine, List<String> open) {
  /** Reads them, with what they let through now. */
  Known read() throws ActionFailure {
    List<String> all = new ArrayList<>(quarantine);
    all.addAll(open);
    List<SecurityGroup> found = ec2.groups(all);
    return new Known(among(found, quarantine), among(found, open), quarantine, open);
  }

  private static List<SecurityGroup> among(List<SecurityGroup> found, List<String> ids) {
    return found.stream().filter(g -> ids.contains(g.id())).toList();
  }

  /** The groups as they are now. */
  record Known(
      List<SecurityGroup> quarantine,
      List<SecurityGroup> open,
      List<String> quarantineIds,
      List<String> openIds) {

    /**
     * The group that isolates an interface.
     *
     * @throws ActionFailure REFUSED where its VPC has none, or one that does not isolate
     */
    SecurityGroup quarantineOf(NetworkInterface ni) throws ActionFailure {
      SecurityGroup group =
          in(ni.vpc(), quarantine)
              .orElseThrow(
                  () ->
                      ActionFailure.refused(
                          "no quarantine group in "
                              + ni.vpc()
                              + ", where "
                              + ni.id()
                              + " is: create one without rules there, and add it to setting"
                              + " 'quarantine-groups'"));
      Optional<String> hole = group.hole();
      if (hole.isPresent()) {
        throw ActionFailure.refused(
            "quarantine group " + hole.get() + ": it isolates nothing; take that rule out of it");
      }
      return group;
    }

    /** The group through which an interface's connections become untracked, where there is one. */
    Optional<SecurityGroup> openOf(NetworkInterface ni) {
      return in(ni.vpc(), open).filter(SecurityGroup::open);
    }

    /** Whether an interface is where an isolation puts it, for now or for good. */
    boolean heldByUs(NetworkInterface ni) {
      boolean quarantined = ni.groups().stream().anyMatch(quarantineIds::contains);
      boolean passing = openIds.containsAll(ni.groups()) && ni.noted().isPresent();
      return quarantined || passing;
    }

    /** Its groups without those that isolate. */
    List<String> own(NetworkInterface ni) {
      return ni.groups().stream().filter(g -> !quarantineIds.contains(g)).toList();
    }

    private static Optional<SecurityGroup> in(String vpc, List<SecurityGroup> groups) {
      return groups.stream().filter(g -> g.vpc().equals(vpc)).findFirst();
    }
  }
}
