package dev.firebreak.alert.standardwebhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.util.List;
import java.util.Map;

/** Signed by the public library, so that two implementations have to agree. */
class StandardWebhooksContractTest extends AlertSourceContract {
  private static final String SECRET = "whsec_Y2FuYXJ5LWN1cnJlbnQtc2lnbmluZy1rZXktMDE=";
  private static final String NEXT = "whsec_Y2FuYXJ5LW5leHQtc2lnbmluZy1rZXktMDAwMDI=";

  @Override
  protected AlertSourceKind<?> kind() {
    return new StandardWebhooksKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", SECRET, "next-secret", NEXT);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "whsec_YW5vdGhlci1zaWduaW5nLWtleS0wMDAwMDAwMDM=");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("webhook-id", "webhook-timestamp", "webhook-signature");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return List.of(
        sample("own", SECRET, "own_full.json"),
        sample("own, smallest", NEXT, "own_smallest.json"),
        sample("OCSF 2004", NEXT, "ocsf_2004.json"),
        sample("OCSF 2001", SECRET, "ocsf_2001_closed.json"));
  }

  private Sample sample(String name, String secret, String file) {
    String body = SampleFiles.own(file);
    String signature;
    try {
      signature = new Webhook(secret).sign("msg_" + name.length(), now().getEpochSecond(), body);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      throw new IllegalStateException(e);
    }
    return Sample.of(
        name,
        Map.of(
            "webhook-id",
            "msg_" + name.length(),
            "webhook-timestamp",
            Long.toString(now().getEpochSecond()),
            "webhook-signature",
            signature),
        body);
  }
}
