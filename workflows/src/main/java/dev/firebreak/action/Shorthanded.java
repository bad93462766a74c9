package dev.firebreak.action;

import dev.firebreak.access.AccessControl;
import dev.firebreak.access.Account;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.connector.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Raises an alert where an approval shuts out so many that too few are left to give it. Whoever can
 * raise alerts can name approvers in them, who then have no vote: that has to be seen while there
 * is time to call others, or the holders of emergency keys. Safe for all threads.
 */
public final class Shorthanded {
  private static final int SHOWN = 10;

  private final ApprovalTable approvals;
  private final ActionTable actions;
  private final VotingRights rights;
  private final AccessControl access;
  private final Consumer<Alert> alarm;

  public Shorthanded(
      ApprovalTable approvals,
      ActionTable actions,
      VotingRights rights,
      AccessControl access,
      Consumer<Alert> alarm) {
    this.approvals = approvals;
    this.actions = actions;
    this.rights = rights;
    this.access = access;
    this.alarm = alarm;
  }

  /** Looks who is left for an approval that waits; done again for the same, it is a repeat. */
  public void look(UUID approval) {
    approvals
        .find(approval)
        .filter(Approval::open)
        .ifPresent(a -> actions.find(a.action()).ifPresent(row -> look(a, row)));
  }

  private void look(Approval a, ActionRow row) {
    Map<String, Set<String>> might = voters(a, row);
    Map<String, String> excluded = rights.excluded(row);
    Map<String, Set<String>> left = new LinkedHashMap<>(might);
    left.keySet().removeAll(excluded.keySet());
    // Where even all of them are too few, it is not the exclusions that are to blame.
    if (enough(a, might) && !enough(a, left)) {
      excluded.keySet().retainAll(might.keySet());
      alarm.accept(alert(a, row, left.size(), excluded));
    }
  }

  private static boolean enough(Approval a, Map<String, Set<String>> voters) {
    return a.seats().missing(List.copyOf(voters.values())).isEmpty();
  }

  /** Who has a seat by his account's roles, each with the groups he counts for. */
  private Map<String, Set<String>> voters(Approval a, ActionRow row) {
    Map<String, Set<String>> voters = new LinkedHashMap<>();
    for (Account account : access.accounts().list()) {
      Set<String> groups = VotingRights.seats(a, row, access.grants(account));
      if (!account.disabled() && !groups.isEmpty()) {
        voters.put(account.subject(), groups);
      }
    }
    return voters;
  }

  private static Alert alert(Approval a, ActionRow row, int left, Map<String, String> excluded) {
    String who =
        excluded.entrySet().stream()
            .limit(SHOWN)
            .map(e -> e.getKey() + " (\"you " + e.getValue() + "\")")
            .collect(Collectors.joining(", "));
    return Alert.builder("shorthanded:" + a.id() + ":" + a.level(), "firebreak.shorthanded")
        .title("Too few people are left to approve " + row.topic())
        .description(
            Optional.of(
                row.topic()
                    + " on "
                    + row.target()
                    + " needs "
                    + a.seats()
                    + ", and "
                    + left
                    + " of the people with an account here may still vote. Without a vote: "
                    + who
                    + ". Find out whether an alert names them so that they have none; let others"
                    + " in, or call the holders of the emergency keys. Approval: "
                    + a.id()))
        .severity(Severity.HIGH)
        .target(TargetType.PLATFORM, "firebreak approval " + a.id())
        .attribute("incident", a.incident().toString())
        .build();
  }
}
