package dev.firebreak.alert.wazuh;

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
import java.util.stream.Stream;

/** What an alert's fields name that can be acted on. */
final class WazuhTargets {
  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{4,253}$)([A-Za-z0-9_-]{1,63}\\.)+[A-Za-z][A-Za-z0-9-]{1,62}");

  /** An exchange's own fields, wherever below {@code data} a decoder puts them. */
  private static final Map<TargetType, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(
        TargetType.WALLET, List.of("wallet", "wallet_id", "vault_account", "vault_account_id"));
    NAMES.put(TargetType.ADDRESS, List.of("wallet_address", "destination_address"));
    NAMES.put(TargetType.ASSET, List.of("crypto_asset"));
    NAMES.put(TargetType.CREDENTIAL, List.of("accesskeyid", "access_key_id", "api_key_id"));
  }

  private static final List<String> ACCOUNTS =
      List.of(
          "data.win.eventdata.targetUserName",
          "data.win.eventdata.subjectUserName",
          "data.win.eventdata.user",
          "data.dstuser",
          "data.srcuser",
          "data.user",
          "data.office365.UserId",
          "data.aws.userIdentity.userName",
          "data.aws.userIdentity.sessionContext.sessionIssuer.userName",
          "data.gcp.protoPayload.authenticationInfo.principalEmail",
          "data.github.actor",
          "data.okta.actor.alternateId");

  /** Accounts that every machine of a kind has; nobody can be suspended by these names. */
  private static final Set<String> OF_THE_SYSTEM =
      Set.of(
          "root",
          "system",
          "local service",
          "network service",
          "anonymous logon",
          "administrator",
          "nobody",
          "daemon",
          "www-data",
          "ubuntu",
          "ec2-user",
          "azureuser",
          "(none)",
          "unknown",
          "n/a",
          "-");

  private static final String[] FROM = {
    "data.srcip",
    "data.src_ip",
    "data.win.eventdata.ipAddress",
    "data.win.eventdata.sourceIp",
    "data.aws.sourceIPAddress",
    "data.aws.source_ip_address",
    "data.office365.ClientIP",
    "data.gcp.protoPayload.requestMetadata.callerIp"
  };
  private static final String[] TO = {
    "data.dstip", "data.dest_ip", "data.win.eventdata.destinationIp"
  };

  /** Wazuh's modules fetch these from elsewhere: the agent that does is not what it is about. */
  private static final List<String> FETCHED =
      List.of("aws", "gcp", "azure", "office365", "github", "okta", "ms-graph");

  private final Fields fields;
  private final boolean hostById;

  WazuhTargets(Fields fields, boolean hostById) {
    this.fields = fields;
    this.hostById = hostById;
  }

  void addTo(Alert.Builder alert) {
    workload(alert);
    NAMES.forEach(
        (type, names) ->
            names.stream()
                .flatMap(n -> fields.dataEndingIn(n).stream())
                .forEach(v -> alert.target(type, v)));
    accounts(alert);
    fields
        .first("data.aws.resource.instanceDetails.instanceId")
        .ifPresent(i -> alert.target(TargetType.HOST, i));
    host().ifPresent(h -> alert.target(TargetType.HOST, h));
    address().ifPresent(ip -> alert.target(TargetType.IP, ip));
    fields
        .first("data.win.eventdata.queryName", "data.dns.query.rrname", "data.dns.rrname")
        .filter(d -> DOMAIN.matcher(d).matches())
        .ifPresent(d -> alert.target(TargetType.DOMAIN, d.toLowerCase(Locale.ROOT)));
  }

  private void workload(Alert.Builder alert) {
    Optional<String> namespace = name("data.objectRef.namespace");
    Optional<String> pod = name("data.objectRef.name");
    if (fields.says("data.objectRef.resource", "pods")
        && namespace.isPresent()
        && pod.isPresent()) {
      alert.target(TargetType.WORKLOAD, namespace.get() + "/" + pod.get());
    }
  }

  private Optional<String> name(String field) {
    return fields.first(field).filter(n -> KUBERNETES_NAME.matcher(n).matches());
  }

  /** A login as a user that does not exist names nobody: the attacker chose that name. */
  private void accounts(Alert.Builder alert) {
    boolean invented = fields.says("rule.groups", "invalid_login");
    for (String field : ACCOUNTS) {
      for (String value : fields.values(field)) {
        String account = value.substring(value.lastIndexOf('\\') + 1).strip();
        boolean ofSystem =
            OF_THE_SYSTEM.contains(account.toLowerCase(Locale.ROOT)) || account.endsWith("$");
        if (!invented && !ofSystem) {
          alert.target(TargetType.IDENTITY, account);
        }
      }
    }
  }

  /**
   * The agent; what a device said to the manager by syslog is about the device; what a module
   * fetched from a cloud is about no machine of ours.
   */
  private Optional<String> host() {
    boolean fetched =
        FETCHED.stream()
            .anyMatch(m -> fields.hasBelow("data." + m) || fields.says("data.integration", m));
    if (fetched) {
      return Optional.empty();
    }
    boolean atManager = fields.says("agent.id", "000");
    Optional<String> device =
        fields
            .first("predecoder.hostname")
            .filter(h -> !fields.says("manager.name", h))
            .or(() -> fields.first("location").flatMap(IpAddress::parse));
    if (atManager && device.isPresent()) {
      return device;
    }
    return hostById ? fields.first("agent.id") : fields.first("agent.name");
  }

  /** Where it comes from, or, where that is private, where it goes to: public addresses only. */
  private Optional<String> address() {
    return Stream.of(FROM, TO)
        .flatMap(names -> fields.first(names).stream())
        .map(a -> a.replaceFirst("(?i)^::ffff:", "").replaceFirst("^([0-9.]+):\\d+$", "$1"))
        .flatMap(a -> IpAddress.parsePublic(a).stream())
        .findFirst();
  }
}
