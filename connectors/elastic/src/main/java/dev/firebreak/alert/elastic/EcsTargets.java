package dev.firebreak.alert.elastic;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.connector.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an event in the Elastic Common Schema names that can be acted on
 * (https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html).
 */
final class EcsTargets {
  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{4,253}$)([A-Za-z0-9_-]{1,63}\\.)+[A-Za-z][A-Za-z0-9-]{1,62}");

  private static final String AUDIT = "kubernetes.audit.objectRef.";

  /** An exchange's own fields, wherever in the document they stand. */
  private static final Map<TargetType, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(
        TargetType.WALLET, List.of("wallet", "wallet_id", "vault_account", "vault_account_id"));
    NAMES.put(TargetType.ADDRESS, List.of("wallet_address", "destination_address"));
    NAMES.put(TargetType.ASSET, List.of("crypto_asset"));
    NAMES.put(TargetType.CREDENTIAL, List.of("access_key_id", "accesskeyid", "api_key_id"));
  }

  /** One account, by the name its identity provider knows, before the name a machine knows. */
  private static final List<String> ACCOUNT =
      List.of(
          "user.email",
          "okta.actor.alternate_id",
          "azure.signinlogs.properties.user_principal_name",
          "azure.auditlogs.properties.initiated_by.user.userPrincipalName",
          "o365.audit.UserId",
          "google_workspace.actor.email",
          "gcp.audit.authentication_info.principal_email",
          "source.user.email",
          "client.user.email",
          "user.name",
          "source.user.name",
          "client.user.name");

  /**
   * One machine, by the id its agent is isolated by
   * (https://www.elastic.co/guide/en/security/current/response-actions.html), before its name.
   */
  private static final List<String> AGENT =
      List.of(
          "sentinel_one.alert.agent.id",
          "sentinel_one.threat.agent.id",
          "sentinel_one.activity.agent.id",
          "sentinel_one.agent.agent.id",
          "m365_defender.alerts.devices.mdatpDeviceId",
          "m365_defender.alerts.entities.deviceId",
          "m365_defender.incident.alert.evidence.mde_device_id",
          "m365_defender.alert.evidence.mde_device_id");

  private static final List<String> MACHINE =
      List.of("cloud.instance.id", "host.name", "host.hostname");

  /** Accounts that every machine of a kind has; nobody can be suspended by these names. */
  private static final Set<String> OF_THE_SYSTEM =
      Set.of(
          "root",
          "system",
          "localsystem",
          "local system",
          "local service",
          "network service",
          "networkservice",
          "localservice",
          "anonymous logon",
          "anonymous",
          "nobody",
          "daemon",
          "administrator",
          "www-data",
          "ubuntu",
          "ec2-user",
          "azureuser",
          "n/a",
          "-");

  private final Document document;

  EcsTargets(Document document) {
    this.document = document;
  }

  void addTo(Alert.Builder alert) {
    workload(alert);
    NAMES.forEach(
        (type, names) ->
            names.stream()
                .flatMap(n -> document.endingIn(n).stream())
                .forEach(v -> alert.target(type, v)));
    account(alert);
    machine().forEach(h -> alert.target(TargetType.HOST, h));
    addresses(alert);
    for (String name : List.of("dns.question.name", "destination.domain")) {
      document.values(name).stream()
          .filter(d -> DOMAIN.matcher(d).matches())
          .forEach(d -> alert.target(TargetType.DOMAIN, d.toLowerCase(Locale.ROOT)));
    }
  }

  private void workload(Alert.Builder alert) {
    Optional<String> namespace =
        name("orchestrator.namespace", "kubernetes.namespace", AUDIT + "namespace");
    Optional<String> pod = name("kubernetes.pod.name");
    if (pod.isEmpty() && document.says("orchestrator.resource.type", "pod")) {
      pod = name("orchestrator.resource.name");
    }
    if (pod.isEmpty() && document.says(AUDIT + "resource", "pods")) {
      pod = name(AUDIT + "name");
    }
    if (namespace.isPresent() && pod.isPresent()) {
      String cluster =
          document
              .first("orchestrator.cluster.name", "kubernetes.cluster.name")
              .filter(c -> !c.contains("/"))
              .map(c -> c + "/")
              .orElse("");
      alert.target(TargetType.WORKLOAD, cluster + namespace.get() + "/" + pod.get());
    }
  }

  private Optional<String> name(String... fields) {
    return document.first(fields).filter(n -> KUBERNETES_NAME.matcher(n).matches());
  }

  private void account(Alert.Builder alert) {
    for (String account : document.allOfFirst(ACCOUNT)) {
      if (OF_THE_SYSTEM.contains(account.toLowerCase(Locale.ROOT)) || account.endsWith("$")) {
        alert.attribute("os_user", account);
      } else {
        alert.target(TargetType.IDENTITY, account);
      }
    }
  }

  /** None where the event was forwarded: then host is the collector's machine. */
  private List<String> machine() {
    List<String> agent = document.allOfFirst(AGENT);
    if (!agent.isEmpty()) {
      return agent;
    }
    if (document.says("event.module", "crowdstrike") && document.first("device.id").isPresent()) {
      return document.values("device.id");
    }
    if (document.says("agent.type", "endpoint") && document.first("agent.id").isPresent()) {
      return document.values("agent.id");
    }
    return document.says("tags", "forwarded") ? List.of() : document.allOfFirst(MACHINE);
  }

  /**
   * The other side of a connection, and only where it is public: where it goes to when it leaves or
   * comes from a private address, else where it comes from. So an attacked server's own address is
   * no target.
   */
  private void addresses(Alert.Builder alert) {
    List<String> from = open("source.ip", "client.ip");
    List<String> to = open("destination.ip", "server.ip");
    boolean leaves =
        List.of("egress", "outbound").stream().anyMatch(d -> document.says("network.direction", d));
    (from.isEmpty() || leaves && !to.isEmpty() ? to : from)
        .forEach(ip -> alert.target(TargetType.IP, ip));
    open("threat.indicator.ip").forEach(ip -> alert.target(TargetType.IP, ip));
  }

  private List<String> open(String... fields) {
    return document.allOfFirst(List.of(fields)).stream()
        .flatMap(v -> IpAddress.parsePublic(v).stream())
        .toList();
  }
}
