package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finding names that can be acted on: its resources, those that acted first; the other end
 * of its action or connection; matched threat intelligence; actors and endpoints of an attack
 * sequence. Prose is never read for targets.
 *
 * @param body the finding
 */
record FindingTargets(FindingBody body) {
  private static final Map<String, TargetType> INTELLIGENCE =
      Map.of(
          "IPV4_ADDRESS", TargetType.IP,
          "IPV6_ADDRESS", TargetType.IP,
          "DOMAIN", TargetType.DOMAIN);

  void addTo(Alert.Builder alert) {
    List<FindingBody> resources = new ArrayList<>();
    body.items("/resources").stream().filter(FindingTargets::acted).forEach(resources::add);
    body.items("/resources").stream().filter(r -> !acted(r)).forEach(resources::add);
    resources.forEach(r -> resource(alert, r));
    body.text("/resources/0/type").ifPresent(t -> alert.attribute("resource_type", t));
    body.text("/resources/0/id").ifPresent(i -> alert.attribute("resource", i));
    sequence(alert);
    action(alert);
    network(alert);
    for (FindingBody indicator : body.items("/threatintelindicators")) {
      indicator
          .text("/value")
          .ifPresent(v -> indicator(alert, indicator.text("/type").orElse(""), v));
    }
    body.text(2_000, "/process/path").ifPresent(p -> alert.observable("process", p));
    for (FindingBody malware : body.items("/malware")) {
      malware.text("/name").ifPresent(n -> alert.observable("malware", n));
    }
    for (FindingBody vulnerability : body.items("/vulnerabilities")) {
      vulnerability.text("/id").ifPresent(v -> alert.observable("vulnerability", v));
    }
  }

  private static boolean acted(FindingBody resource) {
    return resource.text("/resourcerole").filter("Actor"::equalsIgnoreCase).isPresent();
  }

  private static void resource(Alert.Builder alert, FindingBody resource) {
    String type = resource.text("/type").orElse("");
    Optional<String> id = resource.text("/id");
    id.ifPresent(i -> alert.observable("resource", i));
    switch (type) {
      case "AwsIamAccessKey" -> key(alert, resource, id);
      case "AwsIamUser" ->
          resource
              .text("/details/awsiamuser/username")
              .or(() -> id.map(FindingTargets::name))
              .ifPresent(u -> alert.target(TargetType.IDENTITY, u));
      case "AwsIamRole" -> id.filter(i -> acted(resource)).ifPresent(i -> role(alert, i));
      case "AwsEc2Instance" ->
          id.map(FindingTargets::name)
              .filter(i -> i.startsWith("i-"))
              .ifPresent(i -> alert.target(TargetType.HOST, i));
      case "AwsEksCluster" ->
          id.map(FindingTargets::name).ifPresent(c -> alert.attribute("cluster", c));
      default -> {
        // Other resources are evidence.
      }
    }
  }

  private static void key(Alert.Builder alert, FindingBody resource, Optional<String> id) {
    String details = "/details/awsiamaccesskey";
    resource
        .text(details + "/accesskeyid")
        .or(() -> id.map(FindingTargets::name))
        .ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
    Optional<String> kind = resource.text(details + "/principaltype");
    Optional<String> name = resource.text(details + "/username", details + "/principalname");
    boolean user = kind.isEmpty() || kind.filter("IAMUser"::equalsIgnoreCase).isPresent();
    name.filter(n -> user).ifPresent(n -> alert.target(TargetType.IDENTITY, n));
    resource.text(details + "/principalid").ifPresent(p -> alert.attribute("principal_id", p));
    resource
        .text(details + "/sessioncontext/sessionissuer/arn")
        .ifPresent(a -> alert.observable("session_issuer", a));
  }

  /** A role goes by its whole ARN, so that no other system takes its name for a login. */
  private static void role(Alert.Builder alert, String arn) {
    alert.target(TargetType.IDENTITY, arn.contains(":user/") ? name(arn) : arn);
  }

  /** An ARN's last part; anything else as it is. */
  private static String name(String id) {
    boolean arn = id.startsWith("arn:") || id.startsWith("AWS::");
    return arn ? id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1) : id;
  }

  private void sequence(Alert.Builder alert) {
    for (FindingBody actor : body.items("/detection/sequence/actors")) {
      actor.text("/user/credentialuid").ifPresent(k -> alert.target(TargetType.CREDENTIAL, k));
      actor.text("/user/name").ifPresent(n -> alert.target(TargetType.IDENTITY, n));
    }
    for (FindingBody endpoint : body.items("/detection/sequence/endpoints")) {
      endpoint.text("/ip").ifPresent(ip -> address(alert, ip));
      endpoint.text("/domain").ifPresent(d -> alert.target(TargetType.DOMAIN, d));
    }
  }

  private void action(Alert.Builder alert) {
    for (String kind :
        List.of("awsapicallaction", "networkconnectionaction", "kubernetesapicallaction")) {
      body.text("/action/" + kind + "/remoteipdetails/ipaddressv4")
          .ifPresent(ip -> address(alert, ip));
    }
    for (FindingBody probe : body.items("/action/portprobeaction/portprobedetails")) {
      probe.text("/remoteipdetails/ipaddressv4").ifPresent(ip -> address(alert, ip));
    }
    body.text("/action/dnsrequestaction/domain").ifPresent(d -> alert.target(TargetType.DOMAIN, d));
    body.text("/action/awsapicallaction/domaindetails/domain")
        .ifPresent(d -> alert.observable("caller_domain", d));
    body.text("/action/awsapicallaction/remoteipdetails/country/countryname")
        .ifPresent(c -> alert.observable("remote_country", c));
  }

  /** Of a connection only the far end, as far as its direction is known. */
  private void network(Alert.Builder alert) {
    String direction = body.text("/network/direction").orElse("");
    for (String end : List.of("source", "destination")) {
      boolean far = direction.equals(end.equals("source") ? "IN" : "OUT");
      for (String version : List.of("ipv4", "ipv6")) {
        Optional<String> ip = body.text("/network/" + end + version);
        ip.filter(i -> far).ifPresent(i -> address(alert, i));
        ip.filter(i -> !far).ifPresent(i -> alert.observable(end + "_ip", i));
      }
      Optional<String> domain = body.text("/network/" + end + "domain");
      domain.filter(d -> far).ifPresent(d -> alert.target(TargetType.DOMAIN, d));
    }
  }

  private static void indicator(Alert.Builder alert, String type, String value) {
    TargetType known = INTELLIGENCE.get(type);
    if (known == TargetType.IP) {
      address(alert, value);
    } else if (known != null) {
      alert.target(known, value);
    } else {
      alert.observable("threat_intelligence", value);
    }
  }

  /** Only a public address is a target: blocking a private one would cut off a neighbour. */
  private static void address(Alert.Builder alert, String ip) {
    IpAddress.parsePublic(ip)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open), () -> alert.observable("remote_ip", ip));
  }
}
