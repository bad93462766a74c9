package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.JsonBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What else a detection says: flat facts for playbooks, and evidence.
 *
 * @param type the stream's event type, empty for a webhook
 * @param fields the event
 * @param envelope the whole message
 */
record DetectionFacts(String type, Fields fields, Fields envelope) {
  private static final int MOST_OF_A_KIND = 20;

  private static final Map<String, String[]> ATTRIBUTES = new LinkedHashMap<>();
  private static final Map<String, String[]> OBSERVABLES = new LinkedHashMap<>();

  static {
    ATTRIBUTES.put("os_user", new String[] {"sourceaccountname", "username"});
    ATTRIBUTES.put("directory", new String[] {"sourceaccountdomain", "logondomain"});
    ATTRIBUTES.put("tactic", new String[] {"tactic", "tactics"});
    ATTRIBUTES.put("technique", new String[] {"technique", "techniques"});
    ATTRIBUTES.put("objective", new String[] {"objective"});
    ATTRIBUTES.put("vendor_severity", new String[] {"severity", "finescore", "score"});
    ATTRIBUTES.put(
        "action_taken", new String[] {"patterndispositiondescription", "actiontaken", "action"});
    ATTRIBUTES.put("pattern", new String[] {"patternid", "policyid", "ruleid"});
    ATTRIBUTES.put("file", new String[] {"filename"});
    ATTRIBUTES.put("sha256", new String[] {"sha256string", "sha256"});
    ATTRIBUTES.put("product", new String[] {"sourceproducts", "product", "cloudservice"});
    ATTRIBUTES.put("platform", new String[] {"platform", "platformname", "cloudprovider"});
    ATTRIBUTES.put("account", new String[] {"accountid"});
    ATTRIBUTES.put("status", new String[] {"status", "state"});
    ATTRIBUTES.put("link", new String[] {"falconhostlink", "url", "sourceeventurl"});
    OBSERVABLES.put("command_line", new String[] {"commandline", "cmdline"});
    OBSERVABLES.put("parent_command_line", new String[] {"parentcommandline"});
    OBSERVABLES.put("grandparent_command_line", new String[] {"grandparentcommandline"});
    OBSERVABLES.put("file_path", new String[] {"filepath"});
    OBSERVABLES.put("sha256", new String[] {"sha256string", "sha256"});
    OBSERVABLES.put("md5", new String[] {"md5string", "md5"});
    OBSERVABLES.put("ioc", new String[] {"iocvalue"});
    OBSERVABLES.put("mac", new String[] {"macaddress"});
    OBSERVABLES.put("user_sid", new String[] {"sourceaccountobjectsid", "usersid"});
    OBSERVABLES.put("event_action", new String[] {"eventaction"});
    OBSERVABLES.put("remote_command", new String[] {"commands"});
  }

  void addTo(Alert.Builder alert) {
    if (!type.isEmpty()) {
      alert.attribute("event_type", JsonBody.bounded(type, 200));
    }
    envelope
        .first("customeridstring", "metadatacustomerid", "cid")
        .ifPresent(c -> alert.attribute("customer", c));
    envelope.first("metatriggername").ifPresent(t -> alert.attribute("trigger", t));
    envelope.first("metaworkflowname").ifPresent(w -> alert.attribute("workflow", w));
    ATTRIBUTES.forEach(
        (name, from) ->
            fields.first(from).ifPresent(v -> alert.attribute(name, JsonBody.bounded(v, 1_000))));
    OBSERVABLES.forEach(
        (name, from) -> {
          for (String place : from) {
            fields.values().getOrDefault(place, List.of()).stream()
                .limit(MOST_OF_A_KIND)
                .forEach(v -> alert.observable(name, v));
          }
        });
  }
}
