package dev.firebreak.alert.ocsf;

import dev.firebreak.http.VendorHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classes of OCSF by their number (https://schema.ocsf.io/classes). */
final class OcsfClass {
  private static final List<Long> DETECTIONS = List.of(2004L, 2001L);

  /** Names of consecutive classes by the number of the first. */
  private static final Map<Long, List<String>> CATEGORIES =
      Map.of(
          1001L,
          List.of(
              "File System Activity",
              "Kernel Extension Activity",
              "Kernel Activity",
              "Memory Activity",
              "Module Activity",
              "Scheduled Job Activity",
              "Process Activity",
              "Event Log Activity",
              "Script Activity"),
          2001L,
          List.of(
              "Security Finding",
              "Vulnerability Finding",
              "Compliance Finding",
              "Detection Finding",
              "Incident Finding",
              "Data Security Finding",
              "Application Security Posture Finding",
              "IAM Analysis Finding"),
          3001L,
          List.of(
              "Account Change",
              "Authentication",
              "Authorize Session",
              "Entity Management",
              "User Access Management",
              "Group Management"),
          4001L,
          List.of(
              "Network Activity",
              "HTTP Activity",
              "DNS Activity",
              "DHCP Activity",
              "RDP Activity",
              "SMB Activity",
              "SSH Activity",
              "FTP Activity",
              "Email Activity",
              "Network File Activity",
              "Email File Activity",
              "Email URL Activity",
              "NTP Activity",
              "Tunnel Activity"),
          5001L,
          List.of(
              "Device Inventory Info",
              "Device Config State",
              "User Inventory Info",
              "Operating System Patch State"),
          6001L,
          List.of(
              "Web Resources Activity",
              "Application Lifecycle",
              "API Activity",
              "Web Resource Access Activity",
              "Datastore Activity",
              "File Hosting Activity",
              "Scan Activity",
              "Application Error"),
          7001L,
          List.of(
              "Remediation Activity",
              "File Remediation Activity",
              "Process Remediation Activity",
              "Network Remediation Activity"));

  private static final Map<Long, String> NAMES = new HashMap<>(Map.of(0L, "Base Event"));

  static {
    CATEGORIES.forEach(
        (first, names) -> {
          for (int i = 0; i < names.size(); i++) {
            NAMES.put(first + i, names.get(i));
          }
        });
  }

  private OcsfClass() {}

  /** Whether it is Detection Finding, or Security Finding, which that replaced. */
  static boolean isDetection(long uid) {
    return DETECTIONS.contains(uid);
  }

  /**
   * For people, for example {@code 3002 (Authentication)}.
   *
   * @param said the name the event itself gives its class, used for classes not listed here
   */
  static String describe(long uid, Optional<String> said) {
    String name = NAMES.getOrDefault(uid, said.map(VendorHttp::oneLine).orElse("an unknown class"));
    return uid + " (" + name + ")";
  }
}
