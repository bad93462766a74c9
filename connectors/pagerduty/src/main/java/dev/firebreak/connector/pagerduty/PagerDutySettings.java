package dev.firebreak.connector.pagerduty;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * One integration of one PagerDuty service. The address depends on the account's service region;
 * see https://support.pagerduty.com/main/docs/service-regions
 *
 * @param url without a path
 * @param routingKey the integration key: 32 letters and digits
 * @param service for people; PagerDuty is not asked for it
 */
public record PagerDutySettings(
    @Describe(
            value =
                "Address of the Events API; https://events.eu.pagerduty.com for an account in the EU"
                    + " service region",
            byDefault = "https://events.pagerduty.com")
        URI url,
    @Describe("Integration key of an Events API v2 integration of the service") Secret routingKey,
    @Describe(
            value = "Name of the service the key belongs to, as people and the audit trail see it",
            byDefault = "PagerDuty")
        String service) {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  public PagerDutySettings {
    if (!routingKey.keeps(k -> KEY.matcher(k).matches())) {
      throw new IllegalArgumentException(
          "setting 'routing-key' must be an integration key, 32 letters and digits");
    }
    service = PlainText.line(service, 100);
    if (service.isEmpty()) {
      throw new IllegalArgumentException("setting 'service' must be a name such as Custody");
    }
  }
}
