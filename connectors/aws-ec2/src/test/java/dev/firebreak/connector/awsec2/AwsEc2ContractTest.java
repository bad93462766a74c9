package dev.firebreak.connector.awsec2;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class AwsEc2ContractTest extends ConnectorContract {
  private static final InstanceId INPUT = new InstanceId(Ec2Xml.INSTANCE);
  private static final Map<String, String> NOTE = GroupNote.of(List.of(Ec2Xml.WEB, Ec2Xml.DB));

  @Override
  protected HttpConnectorKind<?> kind() {
    return new AwsEc2Kind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "region", "eu-central-1",
        "url", baseUrl,
        "sts-url", baseUrl,
        "access-key-id", "ASIACANARYACCESSKEYI",
        "secret-access-key", "canarySecretAccessKey/7c1e0b52",
        "session-token", "canarySessionToken/91f3",
        "quarantine-groups", Ec2Xml.QUARANTINE,
        "open-groups", Ec2Xml.OPEN,
        "open-for", "PT0S");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    reads(vendor, List.of(Ec2Xml.WEB), Map.of());
    onRead(vendor, "GetCallerIdentity", ok(Ec2Xml.self()));
    dryRuns(vendor);
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("isolate-instance", INPUT)
            .main("POST", "/")
            .before(v -> reads(v, List.of(Ec2Xml.WEB, Ec2Xml.DB), Map.of()))
            .vendor(
                v -> {
                  dryRuns(v);
                  changes(v);
                })
            .after(v -> reads(v, List.of(Ec2Xml.QUARANTINE), NOTE)),
        ActionCase.of("release-instance", INPUT)
            .main("POST", "/")
            .before(v -> reads(v, List.of(Ec2Xml.QUARANTINE), NOTE))
            .vendor(AwsEc2ContractTest::changes)
            .after(v -> reads(v, List.of(Ec2Xml.WEB, Ec2Xml.DB), Map.of())));
  }

  private static void reads(FakeVendor vendor, List<String> groups, Map<String, String> tags) {
    onRead(vendor, "DescribeInstances", ok(Ec2Xml.instance("running")));
    onRead(
        vendor,
        "DescribeNetworkInterfaces",
        ok(Ec2Xml.interfaces(List.of(Ec2Xml.ni(Ec2Xml.ETH0, groups, tags)))));
    onRead(
        vendor,
        "DescribeSecurityGroups",
        ok(Ec2Xml.groups(Map.of(Ec2Xml.QUARANTINE, "", Ec2Xml.OPEN, Ec2Xml.ALL_BOTH_WAYS))));
  }

  private static void changes(FakeVendor vendor) {
    for (String action : List.of("CreateTags", "DeleteTags", "ModifyNetworkInterfaceAttribute")) {
      vendor.on(
          post(urlPathEqualTo("/"))
              .withRequestBody(containing("Action=" + action + "&"))
              .willReturn(ok(Ec2Xml.done(action))));
    }
  }

  private static void dryRuns(FakeVendor vendor) {
    vendor.on(
        get(urlPathEqualTo("/"))
            .withQueryParam("DryRun", equalTo("true"))
            .atPriority(2)
            .willReturn(
                aResponse()
                    .withStatus(412)
                    .withBody(Ec2Xml.error("DryRunOperation", "Would have succeeded"))));
  }

  private static void onRead(FakeVendor vendor, String action, ResponseDefinitionBuilder answer) {
    vendor.on(
        get(urlPathEqualTo("/")).withQueryParam("Action", equalTo(action)).willReturn(answer));
  }

  private static ResponseDefinitionBuilder ok(String xml) {
    return aResponse().withHeader("Content-Type", "text/xml").withBody(xml);
  }
}
