package dev.firebreak.connector.awsec2;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.AwsKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One region of one AWS account.
 *
 * @param quarantineGroups one security group for each VPC
 * @param openGroups one security group for each VPC; a VPC without one is isolated without cutting
 *     tracked connections
 * @param openFor 0 to 30 s
 */
public record AwsEc2Settings(
    @Describe("Region the instances are in, for example eu-central-1.") String region,
    @Describe("Access key id of Firebreak's own IAM user, or of a temporary key.")
        Secret accessKeyId,
    @Describe("Secret access key that belongs to it.") Secret secretAccessKey,
    @Describe("Session token, where the key is a temporary one.") Optional<Secret> sessionToken,
    @Describe("Ids of the security groups that isolate, one for each VPC: sg-..., sg-...")
        List<String> quarantineGroups,
    @Describe(
            "Ids of the security groups that are open both ways, one for each VPC; without one,"
                + " established connections go on.")
        List<String> openGroups,
    @Describe(
            value =
                "How long an interface stays in the open group, for its connections to become"
                    + " untracked; at most PT30S.",
            byDefault = "PT5S")
        Duration openFor,
    @Describe("Where EC2 is, if not at the region's public endpoint.") Optional<URI> url,
    @Describe("Where the Security Token Service is, if not at the region's public endpoint.")
        Optional<URI> stsUrl) {

  private static final Duration LONGEST_OPEN = Duration.ofSeconds(30);

  public AwsEc2Settings {
    if (!region.matches("[a-z]{2,4}(-[a-z0-9]{1,12}){1,4}")) {
      throw new IllegalArgumentException(
          "setting 'region' must be like eu-central-1, got '" + region + "'");
    }
    quarantineGroups = ids("quarantine-groups", quarantineGroups);
    openGroups = ids("open-groups", openGroups);
    if (quarantineGroups.isEmpty()) {
      throw new IllegalArgumentException(
          "setting 'quarantine-groups' must name a security group for each VPC");
    }
    if (quarantineGroups.stream().anyMatch(openGroups::contains)) {
      throw new IllegalArgumentException(
          "a security group cannot be in both settings, 'quarantine-groups' and 'open-groups'");
    }
    if (openFor.isNegative() || openFor.compareTo(LONGEST_OPEN) > 0) {
      throw new IllegalArgumentException(
          "setting 'open-for' must be from PT0S to PT30S, got " + openFor);
    }
    stsUrl.ifPresent(AwsEc2Settings::requireHost);
  }

  AwsKey key() {
    return new AwsKey(accessKeyId, secretAccessKey, sessionToken);
  }

  /** https://docs.aws.amazon.com/general/latest/gr/ec2-service.html */
  URI ec2() {
    return url.orElseGet(() -> regional("ec2"));
  }

  /** https://docs.aws.amazon.com/general/latest/gr/sts.html */
  URI sts() {
    return stsUrl.orElseGet(() -> regional("sts"));
  }

  private URI regional(String service) {
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return URI.create("https://" + service + "." + region + domain);
  }

  private static List<String> ids(String setting, List<String> ids) {
    for (String id : ids) {
      if (!SecurityGroup.ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "setting '" + setting + "' must hold ids like sg-0123456789abcdef0, got '" + id + "'");
      }
    }
    return List.copyOf(ids);
  }

  private static void requireHost(URI url) {
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "setting 'sts-url' must be like https://sts.eu-central-1.amazonaws.com, got '"
              + url
              + "'");
    }
  }
}
