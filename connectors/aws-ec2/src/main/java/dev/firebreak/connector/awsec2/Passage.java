package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of an instance's interfaces into quarantine, step by step: note, open, close. What fails
 * for one does not keep the others, and none is left open. One for each call; for one thread.
 */
final class Passage {
  private final Ec2 ec2;
  private final Groups.Known known;
  private final String instance;
  private final List<NetworkInterface> left;
  private final Map<String, ActionFailure> failed = new LinkedHashMap<>();
  private final Set<String> opened = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param todo the interfaces that are not isolated yet
   */
  Passage(Ec2 ec2, Groups.Known known, String instance, List<NetworkInterface> todo) {
    this.ec2 = ec2;
    this.known = known;
    this.instance = instance;
    this.left = new ArrayList<>(todo);
  }

  Map<String, ActionFailure> failed() {
    return failed;
  }

  /** Ids of the interfaces that went through the open group, or may have. */
  List<String> opened() {
    return List.copyOf(opened);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Notes each interface's groups on itself. One that cannot be noted is not changed. */
  void note() {
    for (NetworkInterface ni : List.copyOf(left)) {
      // The groups it has now may be those of an earlier attempt; the note of that one stays.
      if (known.heldByUs(ni) && ni.noted().isPresent()) {
        continue;
      }
      List<String> own = known.own(ni);
      if (own.isEmpty()) {
        continue;
      }
      try {
        ec2.tag(ni.id(), GroupNote.of(own));
      } catch (ActionFailure f) {
        if (f.kind() != Kind.UNKNOWN || !isNoted(ni.id(), own)) {
          failed.put(ni.id(), f);
          left.remove(ni);
        }
      }
    }
  }

  private boolean isNoted(String id, List<String> own) {
    try {
      return ec2.interfaces(instance).stream()
          .anyMatch(n -> n.id().equals(id) && n.noted().filter(own::equals).isPresent());
    } catch (ActionFailure f) {
      return false;
    }
  }

  /**
   * Puts each into the open group of its VPC, so that its connections are tracked no more and end
   * when it is closed. Where that is not possible, it is closed without.
   *
   * @return whether some are open now, or may be
   */
  boolean open() {
    for (NetworkInterface ni : left) {
      known
          .openOf(ni)
          .ifPresentOrElse(
              group -> open(ni, group.id()),
              () ->
                  warnings.add(
                      ni.id()
                          + ": no group that is open both ways in "
                          + ni.vpc()
                          + "; tracked connections go on until they are idle for long"));
    }
    if (!opened.isEmpty()) {
      lookWhetherOpen();
    }
    return !opened.isEmpty();
  }

  private void open(NetworkInterface ni, String group) {
    if (ni.onlyIn(group)) {
      opened.add(ni.id());
      return;
    }
    try {
      // Nothing is opened that we may not close again.
      Ec2.Trial trial = ec2.trySetGroups(ni.id(), List.of(known.quarantineOf(ni).id()));
      if (!(trial instanceof Ec2.Trial.Allowed)) {
        warnings.add(ni.id() + ": not opened first, for EC2 did not say that it may be closed");
        return;
      }
      ec2.setGroups(ni.id(), List.of(group));
      opened.add(ni.id());
    } catch (ActionFailure f) {
      warnings.add(ni.id() + ": not opened first (" + f.getMessage() + ")");
      if (f.kind() == Kind.UNKNOWN) {
        opened.add(ni.id());
      }
    }
  }

  /** Reads the step back. It must not keep the next one from being taken. */
  private void lookWhetherOpen() {
    try {
      for (NetworkInterface ni : ec2.interfaces(instance)) {
        boolean open = known.openOf(ni).filter(g -> ni.onlyIn(g.id())).isPresent();
        if (opened.contains(ni.id()) && !open) {
          warnings.add(ni.id() + ": not seen in the open group, but in " + ni.groups());
        }
      }
    } catch (ActionFailure f) {
      warnings.add("the open step was not read back (" + f.getMessage() + ")");
    }
  }

  /** Puts each into quarantine. */
  void close() {
    for (NetworkInterface ni : left) {
      try {
        ec2.setGroups(ni.id(), List.of(known.quarantineOf(ni).id()));
      } catch (ActionFailure f) {
        // A lost answer and a busy EC2 are tried again at once, by the dispatcher; a no is final.
        boolean leftOpen = opened.contains(ni.id()) && f.kind() == Kind.REFUSED;
        failed.put(ni.id(), leftOpen ? putBack(ni, f) : f);
      }
    }
  }

  private ActionFailure putBack(NetworkInterface ni, ActionFailure refused) {
    List<String> previous = ni.noted().orElseGet(() -> known.own(ni));
    try {
      ec2.setGroups(ni.id(), previous);
      return ActionFailure.refused(refused.getMessage() + "; it is back in its groups " + previous);
    } catch (ActionFailure f) {
      return ActionFailure.unknown(
          refused.getMessage()
              + "; it may be OPEN TO EVERYTHING: put it into another group at once ("
              + f.getMessage()
              + ")");
    }
  }
}
