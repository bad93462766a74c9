package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import java.util.Optional;

/** CrowdStrike Falcon, by the Webhook app of its store or a forwarder of its event stream. */
public final class CrowdStrikeKind implements AlertSourceKind<CrowdStrikeSettings> {
  @Override
  public String kind() {
    return "crowdstrike";
  }

  @Override
  public Class<CrowdStrikeSettings> settings() {
    return CrowdStrikeSettings.class;
  }

  @Override
  public AlertSource open(CrowdStrikeSettings s) {
    Optional<WebhookSignature> webhook =
        s.secret()
            .map(
                secret ->
                    new WebhookSignature(
                        secret, s.nextSecret(), SignedContent.of(s.signedContent())));
    Optional<Credentials> forwarder =
        s.forwarderSecret().map(f -> new Credentials(f, s.nextForwarderSecret()));
    return new CrowdStrikeSource(
        webhook, forwarder, new Delivery(new Logins(s.loginDomain()), s.ignoredActors()));
  }
}
