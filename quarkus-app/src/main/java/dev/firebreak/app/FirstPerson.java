package dev.firebreak.app;

import dev.firebreak.access.Account;
import dev.firebreak.access.Accounts;
import dev.firebreak.access.Grant;
import dev.firebreak.audit.Audit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Makes the account that a new installation begins with. It looks after people and connectors and
 * may act, but it does not approve and cannot make itself an approver: whoever approves is somebody
 * else, whom it has to add.
 */
final class FirstPerson {
  private static final String NAME = "operator";
  private static final List<String> ROLES = List.of("responder", "connector-admin", "people-admin");

  private FirstPerson() {}

  /** Does nothing where anybody is known. */
  static void make(Assembly built) throws IOException {
    Accounts accounts = built.access.accounts();
    if (!accounts.list().isEmpty()) {
      return;
    }
    Home home = Home.open();
    String token = home.secret("token");
    Account account =
        accounts.add(NAME, Account.Kind.PERSON, Grant.of(ROLES, List.of("*")), Audit.SYSTEM);
    built
        .access
        .tokens()
        .make(account, "first start", List.of("*"), Duration.ofDays(366), Audit.SYSTEM, token);
    String password = accounts.newPassword(NAME, Audit.SYSTEM);
    System.out.println(
        "First start: the API token of '"
            + NAME
            + "' is "
            + token
            + " (also in "
            + home.path("token")
            + "); the one-time password is "
            + password);
  }
}
