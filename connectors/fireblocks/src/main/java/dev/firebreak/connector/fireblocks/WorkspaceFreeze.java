package dev.firebreak.connector.fireblocks;

import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Observation;
import dev.firebreak.http.Response;

/** Freezes the workspace. */
final class WorkspaceFreeze {
  /** Needs no input: a key belongs to one workspace. */
  record Freeze() {}

  private final FireblocksClient client;
  private final String frozenStatus;

  WorkspaceFreeze(FireblocksClient client, String frozenStatus) {
    this.client = client;
    this.frozenStatus = frozenStatus;
  }

  /**
   * @see <a href="https://developers.fireblocks.com/reference/freezeworkspace">Freeze</a>
   */
  Done freeze(Call<Freeze> call) throws ActionFailure {
    Response response = client.post("/workspace/freeze", call.idempotencyKey());
    if (!response.ok()) {
      throw ActionFailure.refused(
          "Fireblocks did not freeze the workspace ("
              + FireblocksClient.problem(response)
              + "); freeze it in the console or call Fireblocks Support now");
    }
    return new Done();
  }

  /**
   * Reads the workspace status, which the vendor calls Beta and does not open to every workspace.
   * What can't be read is never taken for frozen.
   *
   * @throws ActionFailure UNAVAILABLE where the workspace does not offer its status: a refusal here
   *     would read as if the freeze had been refused
   * @see <a
   *     href="https://developers.fireblocks.com/api-reference/workspace-status-beta/returns-current-workspace-status">Workspace
   *     status (Beta)</a>
   */
  Observation observe(Call<Freeze> call) throws ActionFailure {
    Response response = client.get("/management/workspace_status");
    if (!response.ok()) {
      throw ActionFailure.unavailable(
          "whether the workspace is frozen can't be read ("
              + FireblocksClient.problem(response)
              + "): its status is a Beta endpoint that Fireblocks enables for each workspace; look in"
              + " the console, and ask Fireblocks Support to enable it");
    }
    String status = response.json().path("status").asText("");
    if (status.isBlank()) {
      throw ActionFailure.unavailable("the workspace status came without a status");
    }
    String detail = "workspace status=" + status;
    return status.equalsIgnoreCase(frozenStatus)
        ? Observation.holds(detail)
        : Observation.absent(detail);
  }
}
