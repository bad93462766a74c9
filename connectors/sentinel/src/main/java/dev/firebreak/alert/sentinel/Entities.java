package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.IpAddress;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sentinel's entities (https://learn.microsoft.com/en-us/azure/sentinel/entities-reference): in
 * incidents {@code kind} and {@code properties}, in alerts flat with {@code Type}.
 */
final class Entities {
  private static final int MOST = 300;
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{4,253}$)([A-Za-z0-9_-]{1,63}\\.)+[A-Za-z][A-Za-z0-9-]{1,62}");

  private Entities() {}

  static void addTo(Alert.Builder alert, List<Part> entities) throws UnusableAlert {
    for (Part entity : entities.subList(0, Math.min(MOST, entities.size()))) {
      Part properties = entity.at("properties").orElse(entity);
      String kind =
          entity
              .firstShown("kind", "type")
              .orElse("")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9]", "");
      add(alert, kind, properties);
    }
  }

  private static void add(Alert.Builder alert, String kind, Part entity) throws UnusableAlert {
    switch (kind) {
      case "account" -> Account.ofEntity(entity).addTo(alert);
      case "mailbox" -> mailbox(alert, entity);
      case "host" -> host(alert, entity);
      case "ip" -> entity.shown("address").ifPresent(a -> address(alert, a));
      case "dns", "dnsresolution" -> entity.shown("domainName").ifPresent(d -> domain(alert, d));
      default -> evidence(alert, kind, entity);
    }
  }

  private static void mailbox(Alert.Builder alert, Part entity) throws UnusableAlert {
    entity
        .firstShown("upn", "mailboxPrimaryAddress")
        .ifPresent(m -> alert.target(TargetType.IDENTITY, m));
  }

  /** By the id that Defender for Endpoint isolates it by, else by its full name. */
  private static void host(Alert.Builder alert, Part entity) throws UnusableAlert {
    Optional<String> name = entity.firstShown("hostName", "netBiosName", "name");
    Optional<String> domain = entity.shown("dnsDomain");
    Optional<String> full =
        entity
            .firstShown("additionalData/FQDN", "FQDN", "fullName")
            .or(() -> name.map(n -> n.contains(".") ? n : n + domain.map(d -> "." + d).orElse("")));
    entity
        .firstShown("mdatpDeviceId", "additionalData/MdatpDeviceId", "mdeDeviceId")
        .or(() -> full)
        .ifPresent(h -> alert.target(TargetType.HOST, h));
    full.ifPresent(h -> alert.observable("host", h));
    entity.shown("azureID").ifPresent(r -> alert.observable("azure_resource", r));
  }

  /** A public address can be blocked; blocking a private one would cut off a neighbour. */
  static void address(Alert.Builder alert, String address) {
    Optional<String> open = IpAddress.parsePublic(address);
    if (open.isPresent()) {
      alert.target(TargetType.IP, open.get());
    } else {
      alert.observable("ip", address);
    }
  }

  static void domain(Alert.Builder alert, String name) {
    if (DOMAIN.matcher(name).matches()) {
      alert.target(TargetType.DOMAIN, name.toLowerCase(Locale.ROOT));
    } else {
      alert.observable("domain", name);
    }
  }

  private static void evidence(Alert.Builder alert, String kind, Part entity) throws UnusableAlert {
    for (String name :
        List.of(
            "url",
            "resourceId",
            "commandLine",
            "fileName",
            "fullPath",
            "hashValue",
            "value",
            "malwareName",
            "appName",
            "deviceName",
            "key",
            "subject",
            "sender",
            "name",
            "friendlyName")) {
      Optional<String> shown = entity.shown(name);
      if (shown.isPresent()) {
        alert.observable((kind.isEmpty() ? "entity" : kind) + "." + name, shown.get());
      }
    }
  }
}
