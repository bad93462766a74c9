package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Locale;

/**
 * What a detection names that can be acted on. The machine is its sensor's id, which Falcon's
 * containment takes (https://www.falconpy.io/Service-Collections/Hosts.html#performactionv2); a
 * machine's own addresses and the far end of an identity detection (a domain controller, mostly)
 * are evidence.
 *
 * @param event the detection
 * @param watched whether it tells of a match with the customer's own watch list
 * @param logins who is whose login
 */
record DetectionTargets(Fields event, boolean watched, Logins logins) {
  private static final String[] MACHINES = {
    "agentid",
    "agentidstring",
    "agentids",
    "sensorid",
    "deviceid",
    "aid",
    "sourceendpointsensorid",
    "hostid",
    "hostids",
    "lmhostids",
    "threatgraphindicatorshostid"
  };
  private static final String[] NAMES = {
    "hostname",
    "computername",
    "hostnamefield",
    "hostnames",
    "sourceendpointhostname",
    "endpointname",
    "threatgraphindicatorshostname"
  };

  void addTo(Alert.Builder alert) {
    List<String> machines =
        event.all(MACHINES).stream().filter(m -> !m.replace("0", "").isEmpty()).toList();
    List<String> names = event.all(NAMES);
    machines.forEach(m -> alert.target(TargetType.HOST, m));
    if (machines.isEmpty()) {
      names.forEach(n -> alert.target(TargetType.HOST, n));
    } else {
      names.forEach(n -> alert.observable("hostname", n));
    }
    names.stream().findFirst().ifPresent(n -> alert.attribute("hostname", n));
    logins.of(event).ifPresent(l -> alert.target(TargetType.IDENTITY, l));
    indicators(alert);
    if (machines.isEmpty()) {
      event.all("sourceendpointipaddress", "endpointip").forEach(ip -> address(alert, ip));
    }
    event.all("usersourceip").forEach(ip -> address(alert, ip));
    event.all("localip", "localipv6", "ipv4addresses").forEach(a -> alert.observable("ip", a));
    event.all("externalip").forEach(a -> alert.observable("external_ip", a));
    event.all("networkaccessesremoteaddress").forEach(a -> alert.observable("remote_ip", a));
    event.all("dnsrequestsdomainname").forEach(d -> alert.observable("domain", d));
    event.all("targetendpointhostname").forEach(h -> alert.observable("target_host", h));
  }

  /** What a watch list matched; a hash is evidence. */
  private void indicators(Alert.Builder alert) {
    String type = event.first("ioctype").orElse("").toLowerCase(Locale.ROOT);
    for (String value : event.all("iocvalue")) {
      if (type.startsWith("ip")) {
        address(alert, value);
      } else if (type.startsWith("domain")) {
        alert.target(TargetType.DOMAIN, value);
      }
    }
    if (watched) {
      event.all("ipv4", "ipv6").forEach(ip -> address(alert, ip));
      event.all("domainname").forEach(d -> alert.target(TargetType.DOMAIN, d));
    }
  }

  /** Only a public address is a target: blocking a private one would cut off a neighbour. */
  private static void address(Alert.Builder alert, String ip) {
    IpAddress.parsePublic(ip)
        .ifPresentOrElse(
            open -> alert.target(TargetType.IP, open), () -> alert.observable("ip", ip));
  }
}
