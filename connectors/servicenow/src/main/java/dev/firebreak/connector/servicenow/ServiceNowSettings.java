package dev.firebreak.connector.servicenow;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One ServiceNow instance, how to sign in to it, and the table its tickets are in. Exactly one of
 * user and client is given.
 *
 * @param table {@code incident}, or a table that extends task and has its fields
 * @param resolvedState the value, not the label, of the state that means resolved; 6 in the
 *     incident table as it comes
 */
public record ServiceNowSettings(
    @Describe("Address of the instance, for example https://acme.service-now.com") URI url,
    @Describe("User name of the integration user, for Basic authentication") Optional<String> user,
    @Describe("Password of that user") Optional<Secret> password,
    @Describe("OAuth client id, for client credentials instead of user and password")
        Optional<String> clientId,
    @Describe("Secret of that client") Optional<Secret> clientSecret,
    @Describe(value = "Table of the tickets", byDefault = "incident") String table,
    @Describe("sys_id of the group that new tickets are assigned to")
        Optional<String> assignmentGroup,
    @Describe("sys_id of the user named as caller of new tickets") Optional<String> caller,
    @Describe("Category of new tickets: the choice's value") Optional<String> category,
    @Describe(value = "Value of the state that means resolved", byDefault = "6")
        String resolvedState,
    @Describe(
            value = "Resolution code where an action gives none, as the instance's list has it",
            byDefault = "Solution provided")
        String closeCode) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{1,79}");
  private static final Pattern STATE = Pattern.compile("-?[0-9]{1,4}");

  public ServiceNowSettings {
    boolean basic = user.isPresent() && password.isPresent();
    boolean oauth = clientId.isPresent() && clientSecret.isPresent();
    long given =
        Stream.of(user, password, clientId, clientSecret).filter(Optional::isPresent).count();
    if (given != 2 || basic == oauth) {
      throw new IllegalArgumentException(
          "give either settings 'user' and 'password', or 'client-id' and 'client-secret'");
    }
    user.ifPresent(u -> check("user", Pattern.compile("[^:\\p{Cntrl}]{1,100}"), u));
    clientId.ifPresent(c -> check("client-id", Pattern.compile("[\\x21-\\x7e]{1,200}"), c));
    check("table", NAME, table);
    check("resolved-state", STATE, resolvedState);
    assignmentGroup.ifPresent(g -> check("assignment-group", TicketName.SYS_ID, g));
    caller.ifPresent(c -> check("caller", TicketName.SYS_ID, c));
  }

  private static void check(String setting, Pattern form, String value) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "setting '" + setting + "' has a value ServiceNow cannot have, got '" + value + "'");
    }
  }

  /** Who we are to ServiceNow, for people. */
  String account() {
    return user.map(u -> "user " + u).orElseGet(() -> "OAuth client " + clientId.orElse(""))
        + " at "
        + url.getHost();
  }

  /** Where people read a ticket. */
  String browse(String sysId) {
    return url.toString().replaceAll("/+$", "") + "/" + table + ".do?sys_id=" + sysId;
  }

  /** A text without what must not be seen. */
  String withoutSecrets(String text) {
    String safe = text;
    for (Secret s : Stream.concat(password.stream(), clientSecret.stream()).toList()) {
      safe = safe.replace(s.reveal(), "(secret)");
    }
    return safe;
  }
}
