package dev.firebreak.connector.fireblocks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;

/**
 * Asks what the API user's role allows. The vendor tells no user his own role, but lists the API
 * users to Admins and Non-Signing Admins only, which are the roles that may freeze.
 *
 * @see <a href="https://developers.fireblocks.com/reference/getapiusers">Get API keys</a>
 * @see <a href="https://developers.fireblocks.com/reference/freezeworkspace">Freeze</a>
 * @see <a href="https://developers.fireblocks.com/reference/canceltransaction">Cancel a
 *     transaction</a>
 */
final class UserReadiness {
  private static final String CANCEL = "cancel-pending-transactions";
  private static final String FREEZE = "freeze-workspace";

  private final FireblocksClient client;
  private final Secret apiKey;

  UserReadiness(FireblocksClient client, Secret apiKey) {
    this.client = client;
    this.apiKey = apiKey;
  }

  Readiness ask() throws ActionFailure {
    Response transactions = client.get("/transactions?limit=1");
    if (!transactions.ok()) {
      throw ActionFailure.refused(
          "listing transactions failed: " + FireblocksClient.problem(transactions));
    }
    Response users = client.tryGet("/management/api_users");
    if (!users.ok()) {
      return ofUnknownRole(users);
    }
    return Readiness.as(account(users.json()))
        .granted(CANCEL, "it lists API users, which only Admins and Non-Signing Admins may")
        .granted(FREEZE, "it lists API users, as only those may who may freeze; " + readBack());
  }

  private static Readiness ofUnknownRole(Response users) {
    Readiness ready =
        Readiness.as("an API user of unknown role")
            .untold(
                CANCEL,
                "it reads transactions; Fireblocks does not tell its role, which must be Editor,"
                    + " Approver, Signer or an Admin: a Viewer can't cancel");
    return users.status() == 403
        ? ready.missing(FREEZE, "give the API user the role Non-Signing Admin in the console")
        : ready.untold(
            FREEZE, "API users can't be listed (" + FireblocksClient.problem(users) + ")");
  }

  /** Its name and role, where the vendor's list has it under its key. */
  private String account(JsonNode users) {
    for (JsonNode user : users.path("users")) {
      if (user.path("id").isTextual() && apiKey.matches(user.path("id").textValue())) {
        String shown = user.path("name").asText("") + " (" + user.path("role").asText("?") + ")";
        return "API user " + VendorHttp.oneLine(shown.replace(apiKey.reveal(), "(secret)"));
      }
    }
    return "an API user who is Admin or Non-Signing Admin";
  }

  private String readBack() throws ActionFailure {
    Response status = client.tryGet("/management/workspace_status");
    return status.ok()
        ? "the freeze can be read back"
        : "but the workspace does not offer its status, so a freeze stays unconfirmed: ask"
            + " Fireblocks Support to enable it";
  }
}
