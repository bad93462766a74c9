package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** AWS GuardDuty, through Amazon SNS or an EventBridge API destination. */
public final class GuardDutyKind implements AlertSourceKind<GuardDutySettings> {
  private final Function<SnsHosts, SnsPages> pages;
  private final CertificateTrust trust;

  /** Asks the real SNS, and trusts what the JDK trusts. */
  public GuardDutyKind() {
    this(VendorSnsPages::open, CertificateTrust.ofTheJdk());
  }

  GuardDutyKind(Function<SnsHosts, SnsPages> pages, CertificateTrust trust) {
    this.pages = pages;
    this.trust = trust;
  }

  @Override
  public String kind() {
    return "guardduty";
  }

  @Override
  public Class<GuardDutySettings> settings() {
    return GuardDutySettings.class;
  }

  /** SNS calls its JSON {@code text/plain}. */
  @Override
  public Set<String> contentTypes() {
    return Set.of("application/json", "text/plain");
  }

  @Override
  public AlertSource open(GuardDutySettings settings) {
    Optional<Credentials> direct =
        settings.secret().map(s -> new Credentials(s, settings.nextSecret()));
    if (settings.topics().isEmpty()) {
      return new GuardDutySource(Optional.empty(), direct);
    }
    SnsHosts hosts = new SnsHosts(settings.regions());
    SnsPages reader = pages.apply(hosts);
    SnsCertificates certificates = new SnsCertificates(reader, trust);
    SnsTopic sns = new SnsTopic(settings.topics(), hosts, certificates, reader);
    return new GuardDutySource(Optional.of(sns), direct);
  }
}
