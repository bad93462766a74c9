package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.AwsAnswer;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.XmlPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of EC2 this connector makes. Safe for all threads; calls block. */
record Ec2(AwsQuery aws, String region) {
  private static final int MOST_PAGES = 20;

  /**
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
   *
   * @throws ActionFailure REFUSED where this region has no such instance
   */
  Instance instance(String id) throws ActionFailure {
    String what = "reading instance " + id;
    AwsAnswer answer = aws.read("DescribeInstances", Map.of("InstanceId.1", id));
    if (answer.failedWith("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed")) {
      throw ActionFailure.refused(
          "region "
              + region
              + " has no instance "
              + id
              + " any more; check the region, and whether it was terminated");
    }
    return answer.result(what).all("reservationSet/item/instancesSet/item").stream()
        .filter(i -> i.text("instanceId").filter(id::equals).isPresent())
        .flatMap(i -> i.text("instanceState/name").stream())
        .filter(s -> s.matches("[a-z-]{1,30}"))
        .map(s -> new Instance(id, s))
        .findFirst()
        .orElseThrow(
            () -> ActionFailure.unavailable(what + ": the answer does not tell its state"));
  }

  /**
   * All interfaces attached to an instance.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
   */
  List<NetworkInterface> interfaces(String instance) throws ActionFailure {
    String what = "reading the interfaces of " + instance;
    List<NetworkInterface> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      Map<String, String> parameters =
          Parameters.filter("attachment.instance-id", List.of(instance));
      next.ifPresent(n -> parameters.put("NextToken", n));
      XmlPart answer = aws.read("DescribeNetworkInterfaces", parameters).result(what);
      for (XmlPart item : answer.all("networkInterfaceSet/item")) {
        // A filter that is not heard must not widen what is changed.
        if (item.text("attachment/instanceId").filter(instance::equals).isPresent()) {
          all.add(NetworkInterface.read(item, what));
        }
      }
      next = answer.text("nextToken");
      if (next.isEmpty()) {
        return all;
      }
    }
    throw ActionFailure.unavailable(what + ": over " + MOST_PAGES + " pages came");
  }

  /** Some interface of the region that is attached to an instance, for trying what we may. */
  Optional<NetworkInterface> anyInterface() throws ActionFailure {
    String what = "reading network interfaces";
    Map<String, String> parameters = Parameters.filter("attachment.status", List.of("attached"));
    parameters.put("MaxResults", "50");
    XmlPart answer = aws.read("DescribeNetworkInterfaces", parameters).result(what);
    Optional<XmlPart> attached =
        answer.all("networkInterfaceSet/item").stream()
            .filter(i -> i.text("attachment/instanceId").isPresent())
            .findFirst();
    return attached.isEmpty()
        ? Optional.empty()
        : Optional.of(NetworkInterface.read(attached.get(), what));
  }

  /**
   * Those of the groups that there are.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
   */
  List<SecurityGroup> groups(List<String> ids) throws ActionFailure {
    String what = "reading security groups " + ids;
    return aws
        .read("DescribeSecurityGroups", Parameters.filter("group-id", ids))
        .result(what)
        .all("securityGroupInfo/item")
        .stream()
        .map(SecurityGroup::read)
        .filter(g -> ids.contains(g.id()))
        .toList();
  }

  /**
   * Puts an interface into these groups and out of all others.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
   */
  void setGroups(String networkInterface, List<String> groups) throws ActionFailure {
    String what = "putting " + networkInterface + " into " + groups;
    AwsAnswer answer =
        aws.change(
            "ModifyNetworkInterfaceAttribute", Parameters.membership(networkInterface, groups));
    if (answer.failedWith("InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound")) {
      throw ActionFailure.refused(
          what + ": one of them does not exist any more; choose groups in the EC2 console");
    }
    requireTrue(answer.result(what), what);
  }

  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
  void tag(String resource, Map<String, String> tags) throws ActionFailure {
    String what = "noting the groups of " + resource + " in its tags";
    requireTrue(aws.change("CreateTags", Parameters.tags(resource, tags)).result(what), what);
  }

  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html */
  void untag(String resource, List<String> keys) throws ActionFailure {
    String what = "deleting the note on " + resource;
    requireTrue(aws.change("DeleteTags", Parameters.keys(resource, keys)).result(what), what);
  }

  /** Whether a permission is there: yes, no, or what EC2 answered instead. */
  sealed interface Trial {
    record Allowed() implements Trial {}

    record Denied(String said) implements Trial {}

    record Unclear(String said) implements Trial {}
  }

  /**
   * @param action for example {@code DescribeInstances}
   */
  Trial tryReading(String action) throws ActionFailure {
    return dryRun(action, Map.of());
  }

  Trial trySetGroups(String networkInterface, List<String> groups) throws ActionFailure {
    return dryRun(
        "ModifyNetworkInterfaceAttribute", Parameters.membership(networkInterface, groups));
  }

  Trial tryTag(String resource) throws ActionFailure {
    return dryRun("CreateTags", Parameters.tags(resource, Map.of(GroupNote.KEY, "none")));
  }

  Trial tryUntag(String resource) throws ActionFailure {
    return dryRun("DeleteTags", Parameters.keys(resource, List.of(GroupNote.KEY)));
  }

  /**
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html: with DryRun, EC2
   * only tells whether it would, as an error either way.
   */
  private Trial dryRun(String action, Map<String, String> parameters) throws ActionFailure {
    Map<String, String> dry = new LinkedHashMap<>(parameters);
    dry.put("DryRun", "true");
    AwsAnswer answer = aws.read(action, dry);
    if (answer.failedWith("DryRunOperation")) {
      return new Trial.Allowed();
    }
    if (answer.notAllowed()) {
      return new Trial.Denied(answer.said());
    }
    ActionFailure failure = answer.failure("trying " + action);
    if (failure.kind() == ActionFailure.Kind.UNAVAILABLE) {
      throw failure;
    }
    return new Trial.Unclear(failure.getMessage());
  }

  private static void requireTrue(XmlPart answer, String what) throws ActionFailure {
    if (answer.text("return").filter("true"::equals).isEmpty()) {
      throw ActionFailure.unknown(what + ": EC2 did not answer that it was done");
    }
  }
}
