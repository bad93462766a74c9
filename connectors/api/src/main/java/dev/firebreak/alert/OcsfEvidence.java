package dev.firebreak.alert;

import dev.firebreak.connector.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an OCSF finding names that can be acted on: resources first, then evidences (and the same
 * objects at the top, where host and cloud profiles put them), then observables by their type
 * (https://schema.ocsf.io/objects/observable).
 *
 * @param finding the whole event
 */
record OcsfEvidence(JsonBody finding) {
  private static final int MOST = 100;
  private static final long HOSTNAME = 1;
  private static final long IP_ADDRESS = 2;
  private static final long USER_NAME = 4;
  private static final long USER_CREDENTIAL = 19;

  /** Words in a resource's type, the first that fits counts. */
  private static final Map<String, TargetType> RESOURCE_TYPES = new LinkedHashMap<>();

  static {
    RESOURCE_TYPES.put("accesskey", TargetType.CREDENTIAL);
    RESOURCE_TYPES.put("credential", TargetType.CREDENTIAL);
    RESOURCE_TYPES.put("wallet", TargetType.WALLET);
    RESOURCE_TYPES.put("vault", TargetType.WALLET);
    RESOURCE_TYPES.put("iamuser", TargetType.IDENTITY);
    RESOURCE_TYPES.put("iam::user", TargetType.IDENTITY);
    RESOURCE_TYPES.put("useraccount", TargetType.IDENTITY);
    RESOURCE_TYPES.put("ec2instance", TargetType.HOST);
    RESOURCE_TYPES.put("ec2::instance", TargetType.HOST);
    RESOURCE_TYPES.put("virtualmachine", TargetType.HOST);
    RESOURCE_TYPES.put("host", TargetType.HOST);
  }

  void addTo(Alert.Builder alert) throws UnusableAlert {
    for (JsonBody resource : some(finding.items("/resources"))) {
      resource(alert, resource);
    }
    evidence(alert, finding);
    for (JsonBody evidence : some(finding.items("/evidences"))) {
      evidence(alert, evidence);
    }
    for (JsonBody observable : some(finding.items("/observables"))) {
      observable(alert, observable);
    }
  }

  private static List<JsonBody> some(List<JsonBody> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static void resource(Alert.Builder alert, JsonBody resource) throws UnusableAlert {
    Optional<String> uid = resource.text("/uid", 512);
    Optional<String> name = resource.text("/name", 512);
    Optional<String> namespace = resource.text("/namespace", 253);
    String type =
        resource.text("/type", 200).orElse("").toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    Optional<TargetType> known =
        RESOURCE_TYPES.entrySet().stream()
            .filter(e -> type.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (type.endsWith("pod") && namespace.isPresent() && name.isPresent()) {
      alert.target(TargetType.WORKLOAD, namespace.get() + "/" + name.get());
    } else if (known.isPresent()) {
      (known.get() == TargetType.IDENTITY ? name.or(() -> uid) : uid.or(() -> name))
          .ifPresent(id -> alert.target(known.get(), lastPart(id)));
    }
    uid.or(() -> name).ifPresent(id -> alert.observable("resource", id));
  }

  /** An ARN's resource without its path; anything else as it is. */
  private static String lastPart(String id) {
    boolean arn = id.startsWith("arn:") || id.startsWith("AWS::");
    return arn ? id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1) : id;
  }

  private static void evidence(Alert.Builder alert, JsonBody at) throws UnusableAlert {
    target(alert, at, TargetType.CREDENTIAL, "/actor/user/credential_uid");
    target(alert, at, TargetType.IDENTITY, "/actor/user/name");
    target(alert, at, TargetType.IDENTITY, "/user/name");
    Optional<String> machine = at.text("/device/instance_uid", 512);
    for (String place : List.of("/device/hostname", "/device/name", "/device/uid")) {
      machine = machine.isPresent() ? machine : at.text(place, 512);
    }
    machine.ifPresent(m -> alert.target(TargetType.HOST, m));
    for (String end : List.of("/src_endpoint", "/dst_endpoint")) {
      at.text(end + "/ip", 64)
          .ifPresent(ip -> address(alert, "evidence" + end.replace('/', '.'), ip));
      at.text(end + "/instance_uid", 512).ifPresent(h -> alert.target(TargetType.HOST, h));
      at.text(end + "/hostname", 512)
          .ifPresent(h -> alert.observable("evidence" + end.replace('/', '.'), h));
    }
    target(alert, at, TargetType.DOMAIN, "/query/hostname");
    target(alert, at, TargetType.DOMAIN, "/url/hostname");
    note(alert, at, "/process/cmd_line");
    note(alert, at, "/process/name");
    note(alert, at, "/api/operation");
    note(alert, at, "/file/path");
  }

  private static void target(Alert.Builder alert, JsonBody at, TargetType type, String place)
      throws UnusableAlert {
    at.text(place, 512).ifPresent(v -> alert.target(type, v));
  }

  private static void note(Alert.Builder alert, JsonBody at, String place) throws UnusableAlert {
    at.text(place, 2_000).ifPresent(v -> alert.observable("evidence" + place.replace('/', '.'), v));
  }

  /** Only a public address is a target: blocking a private one would cut off a neighbour. */
  private static void address(Alert.Builder alert, String name, String ip) {
    IpAddress.parsePublic(ip)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open), () -> alert.observable(name, ip));
  }

  private static void observable(Alert.Builder alert, JsonBody observable) throws UnusableAlert {
    String name = observable.text("/name", 200).orElse("observable");
    Optional<JsonBody> found = observable.at("/value");
    if (found.isEmpty() || !found.get().node().isValueNode()) {
      return;
    }
    String value = found.get().shown(2_000);
    alert.observable(name, value);
    long type = observable.whole("/type_id").orElse(0L);
    if (type == HOSTNAME) {
      boolean asked = name.contains("query") || name.contains("url") || name.contains("domain");
      alert.target(asked ? TargetType.DOMAIN : TargetType.HOST, value);
    } else if (type == IP_ADDRESS) {
      IpAddress.parsePublic(value).ifPresent(open -> alert.target(TargetType.IP, open));
    } else if (type == USER_NAME) {
      alert.target(TargetType.IDENTITY, value);
    } else if (type == USER_CREDENTIAL) {
      alert.target(TargetType.CREDENTIAL, value);
    }
  }
}
