package dev.firebreak.alert.github;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what: collaborators, teams, members of the organization
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads#member, {@code #membership},
 * {@code #organization}, {@code #team}). Everyday changes are low; only what makes an administrator
 * or destroys is more.
 */
final class Access {
  private static final Set<String> POWERFUL = Set.of("admin", "maintain", "owner");

  private Access() {}

  static Optional<Alert> collaborator(Event event) throws UnusableAlert {
    boolean removed = event.action().equals("removed");
    String permission =
        event.text("/changes/permission/to").orElse(event.text("/changes/role_name/to").orElse(""));
    Alert.Builder alert =
        event
            .alert(
                event.text("/member/login").orElse("?"),
                "collaborator " + event.action() + ": " + event.text("/member/login").orElse("?"),
                POWERFUL.contains(permission) ? Severity.MEDIUM : Severity.LOW)
            .attack(removed ? "TA0040" : "TA0003")
            .attack(removed ? "T1531" : "T1098.003");
    if (!permission.isEmpty()) {
      alert.attribute("permission", permission);
    }
    return people(event, alert, "/member");
  }

  static Optional<Alert> teamMember(Event event) throws UnusableAlert {
    boolean removed = event.action().equals("removed");
    String team = event.text("/team/slug").orElse("?");
    String login = event.text("/member/login").orElse("?");
    Alert.Builder alert =
        event
            .alert(
                team + ":" + login,
                "team " + team + ", " + event.action() + ": " + login,
                Severity.LOW)
            .attack(removed ? "TA0040" : "TA0003")
            .attack(removed ? "T1531" : "T1098.003")
            .attribute("team", team);
    Findings.attributes(event, alert, "/team/permission");
    return people(event, alert, "/member");
  }

  static Optional<Alert> organization(Event event) throws UnusableAlert {
    String action = event.action();
    if (action.equals("renamed")) {
      return Optional.empty();
    }
    String login =
        event
            .text("/membership/user/login")
            .orElse(event.text("/user/login").orElse(event.text("/invitation/login").orElse("")));
    String role = event.text("/membership/role").orElse(event.text("/invitation/role").orElse(""));
    boolean deleted = action.equals("deleted");
    boolean lost = deleted || action.equals("member_removed");
    Severity granted = POWERFUL.contains(role) ? Severity.MEDIUM : Severity.LOW;
    Alert.Builder alert =
        event
            .alert(
                login.isEmpty() ? "-" : login,
                "organization " + action.replace('_', ' ') + (login.isEmpty() ? "" : ": " + login),
                deleted ? Severity.HIGH : lost ? Severity.LOW : granted)
            .attack(lost ? "TA0040" : "TA0003")
            .attack(deleted ? "T1485" : lost ? "T1531" : "T1098.003");
    if (!role.isEmpty()) {
      alert.attribute("role", role);
    }
    event.person(alert, "/user");
    return people(event, alert, "/membership/user");
  }

  /** What a team may do; its own making and renaming means nothing. */
  static Optional<Alert> team(Event event) throws UnusableAlert {
    String action = event.action().isEmpty() ? "added_to_repository" : event.action();
    boolean edited = action.equals("edited") && event.body().at("/changes/repository").isPresent();
    boolean deleted = action.equals("deleted");
    if (!action.equals("added_to_repository") && !edited && !deleted) {
      return Optional.empty();
    }
    String team = event.text("/team/slug").orElse("?");
    Alert.Builder alert =
        event
            .alert(team, "team " + team + " " + action.replace('_', ' '), Severity.LOW)
            .attack(deleted ? "TA0040" : "TA0003")
            .attack(deleted ? "T1531" : "T1098.003")
            .attribute("team", team);
    Findings.attributes(event, alert, "/team/permission");
    event.person(alert, "/sender");
    return Optional.of(alert.build());
  }

  /** Whom it is about, then who did it. */
  private static Optional<Alert> people(Event event, Alert.Builder alert, String subject)
      throws UnusableAlert {
    event.person(alert, subject).person(alert, "/sender");
    return Optional.of(alert.build());
  }
}
