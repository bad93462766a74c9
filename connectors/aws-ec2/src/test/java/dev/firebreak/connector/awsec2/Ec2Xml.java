package dev.firebreak.connector.awsec2;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** EC2's answers, in its shape with values of our own. */
final class Ec2Xml {
  static final String INSTANCE = "i-0a1b2c3d4e5f60718";
  static final String VPC = "vpc-0aaaaaaaaaaaaaaa1";
  static final String QUARANTINE = "sg-0ffffffffffffff01";
  static final String OPEN = "sg-0eeeeeeeeeeeeee01";
  static final String WEB = "sg-0111111111111111a";
  static final String DB = "sg-0222222222222222b";
  static final String ETH0 = "eni-0aaaaaaaaaaaaaa10";
  static final String ETH1 = "eni-0aaaaaaaaaaaaaa11";

  static final String ALL_BOTH_WAYS = rules(all()) + egress(all());

  private Ec2Xml() {}

  static String result(String action, String inner) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>%2$s</%1$sResponse>"
            .formatted(action, inner);
  }

  static String done(String action) {
    return result(action, "<return>true</return>");
  }

  static String error(String code, String message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Errors><Error><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message></Error></Errors><RequestID>r-2</RequestID></Response>";
  }

  static String instance(String state) {
    return result(
        "DescribeInstances",
        "<reservationSet><item><reservationId>r-0</reservationId><instancesSet><item><instanceId>"
            + INSTANCE
            + "</instanceId><instanceState><code>16</code><name>"
            + state
            + "</name></instanceState><vpcId>"
            + VPC
            + "</vpcId></item></instancesSet></item></reservationSet>");
  }

  static String interfaces(List<NetworkInterface> all) {
    return result(
        "DescribeNetworkInterfaces",
        "<networkInterfaceSet>"
            + all.stream().map(Ec2Xml::item).collect(Collectors.joining())
            + "</networkInterfaceSet>");
  }

  private static String item(NetworkInterface ni) {
    return "<item><networkInterfaceId>"
        + ni.id()
        + "</networkInterfaceId><vpcId>"
        + ni.vpc()
        + "</vpcId><attachment><instanceId>"
        + INSTANCE
        + "</instanceId><status>attached</status></attachment><groupSet>"
        + ni.groups().stream()
            .map(g -> "<item><groupId>" + g + "</groupId><groupName>n</groupName></item>")
            .collect(Collectors.joining())
        + "</groupSet><tagSet>"
        + ni.tags().entrySet().stream()
            .map(
                t ->
                    "<item><key>" + t.getKey() + "</key><value>" + t.getValue() + "</value></item>")
            .collect(Collectors.joining())
        + "</tagSet></item>";
  }

  static NetworkInterface ni(String id, List<String> groups, Map<String, String> tags) {
    return new NetworkInterface(id, VPC, groups, tags);
  }

  /**
   * @param rules by group id, as {@link #rules} and {@link #egress} make them
   */
  static String groups(Map<String, String> rules) {
    return result(
        "DescribeSecurityGroups",
        "<securityGroupInfo>"
            + rules.entrySet().stream()
                .map(
                    e ->
                        "<item><groupId>"
                            + e.getKey()
                            + "</groupId><vpcId>"
                            + VPC
                            + "</vpcId>"
                            + e.getValue()
                            + "</item>")
                .collect(Collectors.joining())
            + "</securityGroupInfo>");
  }

  static String rules(String items) {
    return "<ipPermissions>" + items + "</ipPermissions>";
  }

  static String egress(String items) {
    return "<ipPermissionsEgress>" + items + "</ipPermissionsEgress>";
  }

  static String all() {
    return "<item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"
        + "<ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges></item>";
  }

  static String range(String cidr) {
    return "<item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges><item><cidrIp>"
        + cidr
        + "</cidrIp></item></ipRanges></item>";
  }

  static String from(String group) {
    return "<item><ipProtocol>-1</ipProtocol><groups><item><userId>1</userId><groupId>"
        + group
        + "</groupId></item></groups></item>";
  }

  static String self() {
    return "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
        + "<Arn>arn:aws:iam::111122223333:user/firebreak</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
  }
}
