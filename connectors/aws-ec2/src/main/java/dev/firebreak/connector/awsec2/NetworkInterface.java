package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.XmlPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A network interface of an instance.
 *
 * @param groups ids of its security groups, sorted
 * @param tags by key
 */
record NetworkInterface(String id, String vpc, List<String> groups, Map<String, String> tags) {
  private static final Pattern ID = Pattern.compile("eni-[0-9a-f]{8,17}");
  private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");

  NetworkInterface {
    groups = List.copyOf(new TreeSet<>(groups));
    tags = Map.copyOf(tags);
  }

  /**
   * One as EC2 describes it.
   *
   * @throws ActionFailure UNAVAILABLE where it is not whole
   */
  static NetworkInterface read(XmlPart item, String what) throws ActionFailure {
    String id = item.text("networkInterfaceId").orElse("");
    String vpc = item.text("vpcId").orElse("");
    List<String> groups = item.texts("groupSet/item/groupId");
    boolean whole =
        ID.matcher(id).matches()
            && VPC.matcher(vpc).matches()
            && !groups.isEmpty()
            && groups.stream().allMatch(g -> SecurityGroup.ID.matcher(g).matches());
    if (!whole) {
      throw ActionFailure.unavailable(what + ": one came without id, VPC or groups");
    }
    Map<String, String> tags = new HashMap<>();
    for (XmlPart tag : item.all("tagSet/item")) {
      tags.put(tag.text("key").orElse(""), tag.text("value").orElse(""));
    }
    return new NetworkInterface(id, vpc, groups, tags);
  }

  /** Whether this group and no other decides about its traffic. */
  boolean onlyIn(String group) {
    return groups.equals(List.of(group));
  }

  /** The groups it was taken out of, as noted on it before the first change. */
  Optional<List<String>> noted() {
    return GroupNote.read(tags);
  }

  /** {@code eni-1 [sg-1 sg-2]}, for people. */
  @Override
  public String toString() {
    return id + " [" + String.join(" ", groups) + "]";
  }
}
