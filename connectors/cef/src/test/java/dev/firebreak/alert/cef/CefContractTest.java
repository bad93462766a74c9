package dev.firebreak.alert.cef;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way by HTTP; {@link SyslogFeedTest} has the other. */
class CefContractTest extends AlertSourceContract {
  private static final String SECRET = "canary-cef-secret-0001";

  @Override
  protected AlertSourceKind<?> kind() {
    return new CefKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("secret", "canary-cef-secret-0000", "next-secret", SECRET);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("secret", "another-cef-secret-0002");
  }

  @Override
  protected List<Sample> samples() {
    String basic =
        Base64.getEncoder().encodeToString(("fw:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return List.of(
        Sample.of(
            "one line, bearer",
            Map.of("Authorization", "Bearer " + SECRET, "Content-Type", "text/plain"),
            SampleFiles.own("firewall_outbound.cef")),
        Sample.of(
            "several lines, basic",
            Map.of("Authorization", "Basic " + basic),
            SampleFiles.own("endpoint_agent.cef") + SampleFiles.own("waf_inbound_rfc5424.cef")),
        Sample.of(
            "token in the URL",
            Map.of(),
            Optional.of(SECRET),
            SampleFiles.own("own_tool_wallet.cef").getBytes(StandardCharsets.UTF_8)));
  }
}
