package dev.firebreak.alert.sentinel;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.TargetType;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The evidence of a Graph alert
 * (https://learn.microsoft.com/en-us/graph/api/resources/security-alertevidence). What Microsoft
 * itself holds for harmless is evidence only: it names no target.
 */
final class Evidence {
  private static final int MOST = 300;

  private Evidence() {}

  static void addTo(Alert.Builder alert, List<Part> evidence) throws UnusableAlert {
    for (Part part : evidence.subList(0, Math.min(MOST, evidence.size()))) {
      if (isHarmless(part)) {
        harmless(alert, part);
      } else {
        add(alert, part);
      }
    }
  }

  /** Found clean, or only there because it was nearby. */
  private static boolean isHarmless(Part part) throws UnusableAlert {
    List<String> roles = part.words("roles");
    return part.shown("verdict").filter("noThreatsFound"::equalsIgnoreCase).isPresent()
        || !roles.isEmpty() && roles.stream().allMatch("contextual"::equalsIgnoreCase);
  }

  private static void harmless(Alert.Builder alert, Part part) throws UnusableAlert {
    for (String place :
        List.of("mdeDeviceId", "deviceDnsName", "ipAddress", "url", "userAccount/accountName")) {
      Optional<String> shown = part.shown(place);
      if (shown.isPresent()) {
        alert.observable("harmless." + place.replace('/', '.'), shown.get());
      }
    }
  }

  private static void add(Alert.Builder alert, Part part) throws UnusableAlert {
    device(alert, part);
    for (String place : List.of("userAccount", "account")) {
      Optional<Part> account = part.at(place);
      if (account.isPresent()) {
        Account.ofEvidence(account.get()).addTo(alert);
      }
    }
    part.shown("primaryAddress").ifPresent(m -> alert.target(TargetType.IDENTITY, m));
    pod(alert, part);
    address(alert, part);
    part.shown("domainName")
        .filter(d -> isOf(part, "dnsEvidence"))
        .ifPresent(d -> Entities.domain(alert, d));
    url(alert, part);
    others(alert, part);
  }

  private static boolean isOf(Part part, String type) {
    return part.body().node().path("@odata.type").asText("").endsWith("." + type);
  }

  /** Files and processes name the device they were found on as well. */
  private static void device(Alert.Builder alert, Part part) throws UnusableAlert {
    Optional<String> name = part.firstShown("deviceDnsName", "hostName");
    Optional<String> id = part.shown("mdeDeviceId");
    id.or(() -> name).ifPresent(h -> alert.target(TargetType.HOST, h));
    name.ifPresent(n -> alert.observable("host", n));
    part.shown("vmMetadata/resourceId").ifPresent(r -> alert.observable("azure_resource", r));
  }

  private static void pod(Alert.Builder alert, Part part) throws UnusableAlert {
    Optional<Part> pod = isOf(part, "kubernetesPodEvidence") ? Optional.of(part) : part.at("pod");
    if (pod.isEmpty()) {
      return;
    }
    Optional<String> name = pod.get().shown("name");
    Optional<String> namespace = pod.get().shown("namespace/name");
    if (name.isPresent() && namespace.isPresent()) {
      String cluster =
          pod.get()
              .shown("namespace/cluster/name")
              .filter(c -> !c.contains("/"))
              .map(c -> c + "/")
              .orElse("");
      alert.target(TargetType.WORKLOAD, cluster + namespace.get() + "/" + name.get());
    }
  }

  /** The address of what was attacked is ours, even where it is public. */
  private static void address(Alert.Builder alert, Part part) throws UnusableAlert {
    Optional<String> address = part.shown("ipAddress");
    boolean attacked = part.words("roles").stream().anyMatch("attacked"::equalsIgnoreCase);
    if (address.isPresent() && attacked) {
      alert.observable("attacked.ip", address.get());
    } else {
      address.ifPresent(a -> Entities.address(alert, a));
    }
  }

  /** Only a host that was found malicious: links also lead to places everybody needs. */
  private static void url(Alert.Builder alert, Part part) throws UnusableAlert {
    Optional<String> url = part.shown("url");
    url.ifPresent(u -> alert.observable("url", u));
    if (part.shown("verdict").filter("malicious"::equalsIgnoreCase).isPresent()) {
      url.flatMap(Evidence::host).ifPresent(h -> Entities.domain(alert, h));
    }
  }

  private static Optional<String> host(String url) {
    try {
      String text = url.contains("://") ? url : "https://" + url;
      return Optional.ofNullable(URI.create(text).getHost())
          .filter(h -> h.contains(".") && h.matches(".*[A-Za-z].*"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void others(Alert.Builder alert, Part part) throws UnusableAlert {
    for (String place :
        List.of(
            "processCommandLine",
            "imageFile/fileName",
            "imageFile/sha256",
            "fileDetails/fileName",
            "fileDetails/filePath",
            "fileDetails/sha256",
            "registryKey",
            "subject",
            "senderIp",
            "p1Sender/emailAddress",
            "appId",
            "displayName",
            "resourceId",
            "amazonResourceId",
            "fullResourceName",
            "countryLetterCode")) {
      Optional<String> shown = part.shown(place);
      if (shown.isPresent()) {
        alert.observable(place.replace('/', '.'), shown.get());
      }
    }
  }
}
