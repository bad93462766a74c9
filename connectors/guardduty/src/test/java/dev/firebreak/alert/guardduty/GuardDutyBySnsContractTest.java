package dev.firebreak.alert.guardduty;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.SampleFiles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class GuardDutyBySnsContractTest extends AlertSourceContract {
  private static final FakeSns SNS = new FakeSns();

  @Override
  protected AlertSourceKind<?> kind() {
    return SNS.kind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("topics", FakeSns.TOPIC);
  }

  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return Map.of("topics", "arn:aws:sns:eu-central-1:111122223333:another");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("x-amz-sns-message-type");
  }

  @Override
  protected Instant now() {
    return FakeSns.NOW;
  }

  @Override
  protected List<Sample> samples() {
    Map<String, String> version2 = FakeSns.notification(SampleFiles.own("event_access_key.json"));
    Map<String, String> version1 = new LinkedHashMap<>(version2);
    version1.put("SignatureVersion", "1");
    version1.put("Subject", "A subject");
    return List.of(
        SNS.signed("signature version 2", version2),
        SNS.signed("signature version 1 with a subject", version1));
  }
}
