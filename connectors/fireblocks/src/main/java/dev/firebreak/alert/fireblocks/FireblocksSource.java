package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notifications signed by the vendor for one of our workspaces. The vendor may send one again for
 * thirty days (https://developers.fireblocks.com/reference/webhooks-resend-troubleshooting), so no
 * age is asked for: a repeat is known by the notification's id, which is signed.
 */
final class FireblocksSource implements AlertSource {
  private final Set<String> workspaces;
  private final SigningKeys keys;

  FireblocksSource(List<String> workspaces, SigningKeys keys) {
    this.workspaces = Set.copyOf(workspaces);
    this.keys = keys;
  }

  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    try {
      DetachedSignature signature = DetachedSignature.read(header(message));
      signature.verify(message.body(), keys.key(signature.keyId(), now));
      return ours(message);
    } catch (NotFromFireblocks e) {
      return new Sender.Refused(String.valueOf(e.getMessage()));
    } catch (KeysUnavailable e) {
      return new Sender.Undecided(String.valueOf(e.getMessage()));
    }
  }

  private static String header(RawMessage message) throws NotFromFireblocks {
    Optional<String> header = message.header(DetachedSignature.HEADER);
    if (header.isEmpty() && message.header("fireblocks-signature").isPresent()) {
      throw new NotFromFireblocks(
          "only the legacy Fireblocks-Signature is there; move the webhook to version 2");
    }
    return header.orElseThrow(
        () -> new NotFromFireblocks(DetachedSignature.HEADER + " is missing or repeated"));
  }

  /** The keys are the same for all customers, so the workspace makes the message one for us. */
  private Sender ours(RawMessage message) throws NotFromFireblocks {
    try {
      JsonBody body = JsonBody.parse(message.body());
      Optional<String> workspace = body.text("/workspaceId", 200);
      if (workspace.isEmpty()) {
        workspace = body.text("/tenantId", 200);
      }
      if (workspace.filter(workspaces::contains).isEmpty()) {
        throw new NotFromFireblocks("signed, but for none of this source's workspaces");
      }
      return new Sender.Authentic(body.text("/id", 200), Optional.empty());
    } catch (UnusableAlert e) {
      throw new NotFromFireblocks(
          "signed, but names no workspace; " + e.pointer() + ": " + e.getMessage());
    }
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    return new Parsed.Alerts(List.of(Notification.read(JsonBody.parse(message.body())).toAlert()));
  }
}
