package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Fingerprint;
import dev.firebreak.alert.JsonBody;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A detection or incident of any Falcon product.
 *
 * @param type the stream's event type, empty for a webhook
 * @param fields the event
 * @param envelope the whole message, for what is told beside the event
 * @param logins who is whose login
 */
record Detection(String type, Fields fields, Fields envelope, Logins logins) {
  /**
   * Event types that tell of findings. The vendor adds products under the same endings; what has a
   * detection's id and a severity is a finding under any name.
   */
  private static final Pattern FINDINGS =
      Pattern.compile(
          "(?i).*(detectionsummary|incidentsummary|leadsummary|notificationsummary)event"
              + "|identityprotectionevent|customeriocevent|cspm(ioa|search)streamingevent"
              + "|remoteresponsesession(start|end)event");

  private static final String[] IDS = {
    "compositeid",
    "detectid",
    "detectionid",
    "incidentid",
    "leadid",
    "identityprotectionincidentid",
    "notificationid",
    "investigatableid",
    "alertid",
    "mobiledetectionid"
  };

  private static final Set<String> OVER =
      Set.of("closed", "resolved", "false_positive", "ignored", "autoresolved", "auto_resolved");

  /**
   * What Falcon's own trial detections say
   * (https://github.com/elastic/integrations/tree/main/packages/crowdstrike has one recorded). Only
   * this text counts: a command line is the attacker's to choose.
   */
  private static final String TRIAL = "for evaluation only - benign";

  /** Whether this is a finding at all, by its type or, without one, by its id. */
  boolean isOne() {
    boolean ranked =
        fields.first("compositeid", "detectid", "detectionid").isPresent()
            && fields.first("severity", "severityname").isPresent();
    return type.isEmpty()
        ? fields.first(IDS).isPresent()
        : FINDINGS.matcher(type).matches() || ranked;
  }

  Alert alert() {
    Alert.Builder alert =
        Alert.builder(uid(), rule())
            .title(title())
            .description(description())
            .severity(FalconSeverity.of(fields, type))
            .disposition(disposition())
            .occurredAt(occurredAt());
    attacks(alert);
    new DetectionTargets(fields, type.equalsIgnoreCase("CustomerIOCEvent"), logins).addTo(alert);
    new DetectionFacts(type, fields, envelope).addTo(alert);
    return alert.build();
  }

  /** The detection's own id; else where it can be seen; else what makes it the same. */
  private String uid() {
    Optional<String> link =
        fields.first("falconhostlink").map(l -> l.replaceFirst("[?#].*", "")).filter(this::isOwn);
    Optional<String> session =
        type.startsWith("RemoteResponseSession") ? fields.first("sessionid") : Optional.empty();
    return fields
        .first(IDS)
        .or(() -> session)
        .or(() -> link)
        .filter(id -> id.length() <= 512)
        .orElseGet(
            () ->
                Fingerprint.of(
                    List.of(
                        type,
                        rule(),
                        envelope.first("customeridstring").orElse(""),
                        envelope.first("metadataoffset", "offset").orElse(""),
                        envelope.first("eventcreationtime").orElse(""),
                        fields.first("agentid", "agentidstring", "deviceid").orElse(""))));
  }

  /** A link to one finding, not to the list of all. */
  private boolean isOwn(String link) {
    return link.contains(":") && link.substring(link.lastIndexOf('/') + 1).length() >= 16;
  }

  private String rule() {
    boolean namedForOneCase = type.toLowerCase(Locale.ROOT).contains("lead");
    Optional<String> name =
        fields.first("displayname", "detectname", "incidenttype", "rulename", "policystatement");
    Optional<String> plain = fields.first("name", "detectionname", "title");
    return (namedForOneCase ? Optional.<String>empty() : name.filter(this::isWord).or(() -> plain))
        .or(() -> type.isEmpty() ? Optional.empty() : Optional.of(type))
        .map(r -> JsonBody.bounded(r, 512))
        .orElse("CrowdStrike detection");
  }

  /** An incident's type may be a number, which says nothing to people. */
  private boolean isWord(String text) {
    return text.chars().anyMatch(Character::isLetter);
  }

  private String title() {
    String where =
        fields
            .first("hostname", "computername", "sourceendpointhostname", "endpointname")
            .map(h -> " on " + h)
            .orElse("");
    return "CrowdStrike: " + rule() + where;
  }

  private Optional<String> description() {
    return fields.first(
        "description", "detectdescription", "incidentdescription", "policystatement", "highlights");
  }

  private Disposition disposition() {
    if (description().filter(d -> d.toLowerCase(Locale.ROOT).startsWith(TRIAL)).isPresent()) {
      return Disposition.TEST;
    }
    String state = fields.first("status", "state", "detectionstatus").orElse("");
    boolean ended = type.equalsIgnoreCase("RemoteResponseSessionEndEvent");
    return ended || OVER.contains(state.toLowerCase(Locale.ROOT).replace(' ', '_'))
        ? Disposition.RESOLVED
        : Disposition.FIRING;
  }

  private Optional<Instant> occurredAt() {
    return envelope
        .first("eventcreationtime", "createdtimestamp", "timestamp", "contexttimestamp")
        .flatMap(EventTime::read);
  }

  private void attacks(Alert.Builder alert) {
    fields
        .all("tacticid", "tacticids", "mitreattacktacticid", "techniqueid", "techniqueids")
        .forEach(alert::attack);
    fields.all("mitreattacktechniqueid").forEach(alert::attack);
    for (String tactic : fields.all("tactic", "tactics", "mitreattacktactic")) {
      // Some producers close up the words: InitialAccess.
      alert.attack(tactic.replaceAll("(?<=[a-z])(?=[A-Z])", " "));
    }
    if (fields.first("lateralmovement").filter("1"::equals).isPresent()) {
      alert.attack(new Attack(Optional.of("TA0008"), Optional.empty()));
    }
  }
}
