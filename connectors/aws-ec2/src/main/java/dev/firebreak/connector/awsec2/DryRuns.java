package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.http.AwsQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this connector's key may do, tried without doing it, and whether the groups are as they must
 * be.
 */
record DryRuns(Ec2 ec2, Groups groups, AwsQuery sts) {
  /** What was found out of one action. */
  private record Finding(List<String> missing, List<String> unclear) {
    Finding() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(String permission, Ec2.Trial trial) {
      if (trial instanceof Ec2.Trial.Denied denied) {
        missing.add("give " + permission + " (" + denied.said() + ")");
      } else if (trial instanceof Ec2.Trial.Unclear unclear) {
        this.unclear.add(permission + ": " + unclear.said());
      }
    }
  }

  private static final List<String> READS =
      List.of("DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups");

  Readiness readiness() throws ActionFailure {
    Readiness ready = Readiness.as(account());
    Finding reading = new Finding();
    for (String read : READS) {
      reading.add("ec2:" + read, ec2.tryReading(read));
    }
    if (!reading.missing().isEmpty()) {
      String all = String.join("; ", reading.missing());
      return ready.missing("isolate-instance", all).missing("release-instance", all);
    }
    return changes(ready);
  }

  private Readiness changes(Readiness ready) throws ActionFailure {
    Groups.Known known = groups.read();
    Finding isolate = new Finding();
    Finding release = new Finding();
    isolate.missing().addAll(problems(known));
    Optional<NetworkInterface> subject = ec2.anyInterface();
    if (subject.isPresent()) {
      tryOn(subject.get(), known, isolate, release);
    }
    String tried = subject.map(s -> "a dry run on " + s.id()).orElse("no interface to try on");
    Readiness first = grant(ready, "isolate-instance", isolate, tried, subject.isPresent());
    return grant(first, "release-instance", release, tried, subject.isPresent());
  }

  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  private String account() throws ActionFailure {
    return sts.read("GetCallerIdentity", Map.of())
        .result("asking AWS whose key this is")
        .text("GetCallerIdentityResult/Arn")
        .filter(a -> a.matches("arn:[\\x21-\\x7e]{1,600}"))
        .map(a -> a + " in " + ec2.region())
        .orElseThrow(
            () ->
                ActionFailure.unavailable(
                    "asking AWS whose key this is: the answer names nobody; check setting"
                        + " 'sts-url'"));
  }

  private static List<String> problems(Groups.Known known) {
    List<String> problems = new ArrayList<>();
    absent(known.quarantineIds(), known.quarantine())
        .forEach(id -> problems.add("there is no quarantine group " + id + " in this region"));
    absent(known.openIds(), known.open())
        .forEach(id -> problems.add("there is no open group " + id + " in this region"));
    known.quarantine().stream()
        .flatMap(g -> g.hole().stream())
        .forEach(h -> problems.add("quarantine group " + h + ": take that rule out of it"));
    known.open().stream()
        .filter(g -> !g.open())
        .forEach(
            g ->
                problems.add(
                    "open group "
                        + g.id()
                        + " must allow all traffic in and out, from and to 0.0.0.0/0 and ::/0"));
    return problems;
  }

  private static List<String> absent(List<String> ids, List<SecurityGroup> found) {
    return ids.stream().filter(id -> found.stream().noneMatch(g -> g.id().equals(id))).toList();
  }

  private void tryOn(NetworkInterface subject, Groups.Known known, Finding isolate, Finding release)
      throws ActionFailure {
    List<String> into =
        known.quarantine().stream()
            .filter(g -> g.vpc().equals(subject.vpc()))
            .map(SecurityGroup::id)
            .limit(1)
            .toList();
    Ec2.Trial move = ec2.trySetGroups(subject.id(), into.isEmpty() ? subject.groups() : into);
    isolate.add("ec2:ModifyNetworkInterfaceAttribute", move);
    release.add("ec2:ModifyNetworkInterfaceAttribute", move);
    isolate.add("ec2:CreateTags", ec2.tryTag(subject.id()));
    release.add("ec2:DeleteTags", ec2.tryUntag(subject.id()));
  }

  private static Readiness grant(
      Readiness ready, String action, Finding finding, String tried, boolean any) {
    if (!finding.missing().isEmpty()) {
      return ready.missing(action, String.join("; ", finding.missing()));
    }
    if (!any || !finding.unclear().isEmpty()) {
      return ready.untold(
          action, any ? String.join("; ", finding.unclear()) : tried + ": EC2 lists none");
    }
    return ready.granted(action, tried + " was allowed");
  }
}
