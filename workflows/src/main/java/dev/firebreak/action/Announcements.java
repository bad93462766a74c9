package dev.firebreak.action;

import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.audit.Audit;
import dev.firebreak.connector.Effect;
import dev.firebreak.store.Database;
import dev.firebreak.store.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells people that an approval waits: once in each channel, and once more each time it is
 * escalated. Sent as ordinary actions of the incident, so policy, retries and audit cover them. A
 * message holds a link to the page where people decide; opening it does nothing. Safe for all
 * threads.
 */
public final class Announcements {
  private static final Logger LOG = Logger.getLogger(Announcements.class);
  private static final String NODE = "approval-announcement";

  private final Database database;
  private final ApprovalTable approvals;
  private final ActionTable actions;
  private final Requests requests;
  private final Circumstances circumstances;
  private final List<Channel> channels;
  private final String url;
  private final Clock clock;

  /**
   * Where approvals are announced.
   *
   * @param topic {@code <instance>.ask-approval}, of an instance that also offers send-message, or
   *     {@code <instance>.send-mail}
   * @param to a chat channel's id, or mail addresses
   * @param groups told only of approvals that these may vote on now; empty for all
   */
  public record Channel(String name, String topic, List<String> to, Set<String> groups) {
    public Channel {
      to = List.copyOf(to);
      groups = Set.copyOf(groups);
    }

    boolean isMail() {
      return topic.endsWith(".send-mail");
    }

    /** What tells there without asking anything. */
    String tells() {
      return isMail() ? topic : topic.substring(0, topic.indexOf('.')) + ".send-message";
    }

    private boolean isFor(Approval a) {
      return groups.isEmpty() || groups.stream().anyMatch(a.seats().groups()::contains);
    }
  }

  /**
   * @param url under which people open Firebreak
   */
  public Announcements(
      Database database,
      ApprovalTable approvals,
      ActionTable actions,
      Requests requests,
      Circumstances circumstances,
      List<Channel> channels,
      String url,
      Clock clock) {
    this.database = database;
    this.approvals = approvals;
    this.actions = actions;
    this.requests = requests;
    this.circumstances = circumstances;
    this.channels = List.copyOf(channels);
    this.url = url.replaceAll("/+$", "");
    this.clock = clock;
  }

  /** Announces what waits and was not announced: signals that were lost. */
  public void sweep() {
    if (!channels.isEmpty()) {
      approvals.list(true, 200).forEach(a -> announce(a.id()));
    }
  }

  /** Announces one approval wherever it was not yet. Done again it changes nothing. */
  public void announce(UUID id) {
    for (Channel channel : channels) {
      try {
        database.inTransaction(h -> announce(id, channel));
      } catch (RuntimeException e) {
        LOG.warnf(
            e, "approval %s could not be announced in %s; tried again soon", id, channel.name());
      }
    }
  }

  private boolean announce(UUID id, Channel channel) {
    Optional<Approval> found = approvals.find(id).filter(Approval::open).filter(channel::isFor);
    Optional<ActionRow> row = found.flatMap(a -> actions.find(a.action()));
    // A message that waits for people itself would be announced by one that waits, and so on.
    if (row.isEmpty() || row.get().effect() == Effect.NOTIFY) {
      return false;
    }
    Approval a = found.orElseThrow();
    if (!isFirst(a, channel)) {
      return false;
    }
    Requests.Cause cause =
        new Requests.Cause(
            a.incident(), a.severity(), false, "manual", "manual", List.of(Audit.SYSTEM), false);
    Requests.Ask ask =
        new Requests.Ask(
            Optional.empty(),
            Optional.empty(),
            NODE,
            a.level(),
            channel.topic(),
            channel.isMail() ? mail(a, row.get(), channel) : chat(a, row.get(), channel),
            Optional.empty());
    requests.request(cause, List.of(ask));
    return true;
  }

  private boolean isFirst(Approval a, Channel channel) {
    return database.inTransaction(
        h ->
            h.createUpdate(
                        "insert into approval_announcement (approval, channel, round, at) values"
                            + " (:a, :c, :r, :at) on conflict do nothing")
                    .bind("a", a.id())
                    .bind("c", channel.name())
                    .bind("r", a.level())
                    .bind("at", Rows.at(clock.instant()))
                    .execute()
                == 1);
  }

  private static String asked(Approval a, ActionRow row) {
    String what = row.topic() + " on " + row.target() + " needs " + a.seats();
    return a.escalated() ? "Nobody has decided yet: " + what : what;
  }

  private String link(Approval a) {
    return url + "/approvals/" + a.id();
  }

  private Map<String, Object> chat(Approval a, ActionRow row, Channel channel) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("channel", channel.to().get(0));
    inputs.put("asked", asked(a, row) + ".");
    inputs.put("target", row.target().toString());
    inputs.put("severity", a.severity().key());
    inputs.put("timeout", left(a).toString());
    inputs.put("silence", Questions.silence(a, row));
    inputs.put("link", link(a));
    inputs.put("details", "Incident: " + title(a) + "\n" + a.reason());
    return inputs;
  }

  private Map<String, Object> mail(Approval a, ActionRow row, Channel channel) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("to", channel.to());
    inputs.put(
        "subject",
        (a.escalated() ? "Still waiting: " : "Approval needed: ")
            + row.topic()
            + " on "
            + row.target());
    inputs.put(
        "text",
        String.join(
            "\n",
            asked(a, row) + ".",
            "",
            "Incident:  " + title(a),
            "Severity:  " + a.severity().key(),
            "Why asked: " + a.reason(),
            "Until:     " + a.expiresAt(),
            Questions.silence(a, row),
            "",
            "Decide here; opening the page decides nothing:",
            link(a)));
    return inputs;
  }

  private String title(Approval a) {
    return String.valueOf(circumstances.summary(a.incident()).getOrDefault("title", a.incident()));
  }

  private Duration left(Approval a) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, a.expiresAt());
    return Duration.ofSeconds(Math.max(1, left.toSeconds()));
  }
}
