package dev.firebreak.alert.fireblocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Observable;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NotificationTest {
  private static final AlertSource SOURCE =
      new FireblocksSourceKind()
          .open(
              new FireblocksSourceSettings(
                  FakeFireblocks.workspaces(), "us", Optional.empty(), List.of()));

  private static final String OUTGOING = SampleFiles.own("outgoing_pending_signature.json");

  private static Alert alert(String body) throws UnusableAlert {
    RawMessage message =
        new RawMessage(Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    return ((Parsed.Alerts) SOURCE.parse(message)).alerts().get(0);
  }

  private static String event(String type) {
    return "{\"id\":\"n\",\"workspaceId\":\"w\",\"createdAt\":1768478400000,\"eventType\":\""
        + type
        + "\",\"data\":{\"id\":\"x\",\"email\":\"eve@example.com\",\"apiKey\":\"k-1\"}}";
  }

  @Test
  void anOutgoingTransactionToAOneTimeAddressIsMediumAndNamesItsVault() throws UnusableAlert {
    Alert alert = alert(OUTGOING);

    assertThat(alert.uid()).isEqualTo("9a0b0001-0000-4000-8000-000000000001");
    assertThat(alert.rule()).isEqualTo("transaction-outgoing-to-unlisted");
    assertThat(alert.title())
        .isEqualTo(
            "Outgoing transaction to an address that is not whitelisted: 120.5 ETH,"
                + " PENDING_SIGNATURE");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochMilli(1768478400100L));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "7"),
            new Target(TargetType.IDENTITY, "c0ffee00-0000-4000-8000-00000000beef"),
            new Target(TargetType.ADDRESS, "0x00000000000000000000000000000000feedbeef"));
    assertThat(alert.attributes())
        .containsEntry("amount", "120.5")
        .containsEntry("amount_usd", "402712.55")
        .containsEntry("asset", "ETH")
        .containsEntry("status", "PENDING_SIGNATURE")
        .containsEntry("direction", "outgoing")
        .containsEntry("external_tx_id", "wd-5512");
    assertThat(alert.observables()).contains(new Observable("note", "weekly rebalancing"));
  }

  @Test
  void oneToAWhitelistedWalletIsLowAndTimesInSecondsAreRead() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("outgoing_to_whitelisted_seconds.json"));

    assertThat(alert.rule()).isEqualTo("transaction-outgoing");
    assertThat(alert.severity()).isEqualTo(Severity.LOW);
    assertThat(alert.occurredAt()).contains(Instant.ofEpochSecond(1768478399L));
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.WALLET, "3"),
            new Target(TargetType.IDENTITY, "ops@example.com"),
            new Target(TargetType.ADDRESS, "bc1qexample0000000000000000000000000000000"));
    assertThat(alert.attributes()).containsEntry("amount", "0.5");
  }

  @Test
  void aScreeningThatRejectsIsHighAndNamesTheSenderOnly() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("incoming_sanctioned_frozen.json"));

    assertThat(alert.rule()).isEqualTo("transaction-aml-rejected");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.ADDRESS, "0x000000000000000000000000000000000badcafe"));
    assertThat(alert.attributes())
        .containsEntry("aml_category", "SANCTIONED_ENTITY")
        .containsEntry("aml_verdict", "REJECT")
        .containsEntry("direction", "incoming");
  }

  @Test
  void signingWhatNobodyUnderstandsIsMedium() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("raw_signing.json"));

    assertThat(alert.rule()).isEqualTo("transaction-outgoing-call");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.targets(TargetType.WALLET)).containsExactly("0");
    assertThat(alert.title())
        .isEqualTo("Outgoing TYPED_MESSAGE: an unknown amount of ETH, SUBMITTED");
  }

  @TestFactory
  Stream<DynamicTest> aStatusDecidesWhetherItIsOver() {
    Map<String, Disposition> statuses = new LinkedHashMap<>();
    for (String waiting :
        List.of(
            "SUBMITTED",
            "PENDING_AML_SCREENING",
            "PENDING_ENRICHMENT",
            "PENDING_AUTHORIZATION",
            "QUEUED",
            "PENDING_SIGNATURE",
            "PENDING_3RD_PARTY_MANUAL_APPROVAL",
            "PENDING_3RD_PARTY",
            "BROADCASTING",
            "CONFIRMING",
            "COMPLETED",
            "A_NEW_STATUS")) {
      statuses.put(waiting, Disposition.FIRING);
    }
    for (String over : List.of("CANCELLING", "CANCELLED", "REJECTED", "FAILED", "TIMEOUT")) {
      statuses.put(over, Disposition.RESOLVED);
    }
    return statuses.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Alert alert = alert(OUTGOING.replace("PENDING_SIGNATURE", e.getKey()));

                      assertThat(alert.disposition()).isEqualTo(e.getValue());
                      assertThat(alert.uid()).isEqualTo(alert(OUTGOING).uid());
                    }));
  }

  @Test
  void aTransactionThatPolicyBlockedIsAFinding() throws UnusableAlert {
    Alert alert = alert(OUTGOING.replace("PENDING_SIGNATURE", "BLOCKED"));

    assertThat(alert.rule()).isEqualTo("transaction-blocked-by-policy");
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
  }

  @Test
  void anOutgoingOneThatScreeningRejectedNamesItsVault() throws UnusableAlert {
    Alert alert =
        alert(
            OUTGOING
                .replace("PENDING_SIGNATURE", "REJECTED")
                .replace("\"subStatus\": \"\"", "\"subStatus\": \"REJECTED_AML_SCREENING\""));

    assertThat(alert.rule()).isEqualTo("transaction-aml-rejected");
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.targets(TargetType.WALLET)).containsExactly("7");
  }

  @TestFactory
  Stream<DynamicTest> screeningIsReadWhereverItIs() {
    String flagged = "{\"verdict\":\"ALERT\",\"provider\":\"ELLIPTIC\"}";
    String passed =
        "{\"verdict\":\"PASS\",\"matchedAlert\":{\"category\":\"sanctioned jurisdiction\"}}";
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put("\"complianceResults\":{\"aml\":" + flagged + "}", "transaction-aml-flagged");
    rules.put("\"complianceResults\":{\"amlList\":[" + flagged + "]}", "transaction-aml-flagged");
    rules.put("\"amlScreeningResult\":" + passed, "transaction-aml-flagged");
    rules.put("\"amlScreeningResult\":{\"category\":\"OFAC SDN\"}", "transaction-aml-rejected");
    rules.put("\"amlScreeningResult\":{\"status\":\"FROZEN\"}", "transaction-aml-rejected");
    rules.put("\"amlScreeningResult\":{\"risk\":\"Severe\"}", "transaction-aml-flagged");
    rules.put(
        "\"destinations\":[{\"amlScreeningResult\":{\"verdict\":\"reject\"}}]",
        "transaction-aml-rejected");
    rules.put(
        "\"amlScreeningResult\":{\"verdict\":\"PASS\",\"risk\":\"low\"}",
        "transaction-outgoing-to-unlisted");
    return rules.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThat(
                                alert(OUTGOING.replace("\"networkRecords\": []", e.getKey()))
                                    .rule())
                            .isEqualTo(e.getValue())));
  }

  @Test
  void ordinaryMovesAreInformationalAndNameNothingToActOn() throws UnusableAlert {
    Alert internal = alert(OUTGOING.replace("ONE_TIME_ADDRESS", "VAULT_ACCOUNT"));
    Alert incoming =
        alert(
            OUTGOING
                .replace("\"VAULT_ACCOUNT\"", "\"UNKNOWN\"")
                .replace("ONE_TIME_ADDRESS", "VAULT_ACCOUNT"));

    assertThat(internal.rule()).isEqualTo("transaction-internal");
    assertThat(incoming.rule()).isEqualTo("transaction-incoming");
    for (Alert alert : List.of(internal, incoming)) {
      assertThat(alert.severity()).isEqualTo(Severity.INFORMATIONAL);
      assertThat(alert.targets()).isEmpty();
    }
  }

  @Test
  void aNewWhitelistedAddressIsHighAndItsRemovalResolvesIt() throws UnusableAlert {
    String added = SampleFiles.own("new_whitelisted_address.json");

    Alert alert = alert(added);
    Alert removed = alert(added.replace("asset.added", "asset.removed"));

    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.rule()).isEqualTo("external_wallet.asset.added");
    assertThat(alert.title())
        .isEqualTo("New whitelisted address in external wallet 'Market maker B'");
    assertThat(alert.targets())
        .containsExactly(
            new Target(TargetType.ADDRESS, "0x00000000000000000000000000000000deadd00d"));
    assertThat(alert.attributes())
        .containsEntry("wallet", "aaaa0005-0000-4000-8000-000000000005")
        .containsEntry("asset", "ETH");
    assertThat(removed.disposition()).isEqualTo(Disposition.RESOLVED);
    assertThat(removed.uid()).isEqualTo(alert.uid());
  }

  @TestFactory
  Stream<DynamicTest> changesHaveASeverityByTheirName() {
    Map<String, Severity> events = new LinkedHashMap<>();
    events.put("contract_wallet.asset.added", Severity.MEDIUM);
    events.put("internal_wallet.asset.added", Severity.MEDIUM);
    events.put("connection.added", Severity.MEDIUM);
    events.put("connection.request.waiting_peer_approval", Severity.MEDIUM);
    events.put("exchange_account.connected", Severity.MEDIUM);
    events.put("fiat_account.added", Severity.MEDIUM);
    events.put("embedded_wallet.device.added", Severity.MEDIUM);
    events.put("user.created", Severity.MEDIUM);
    events.put("user.role.updated", Severity.HIGH);
    events.put("api_user.created", Severity.HIGH);
    events.put("api_key.paired", Severity.HIGH);
    events.put("policy.published", Severity.HIGH);
    events.put("admin_quorum.updated", Severity.HIGH);
    events.put("workspace.frozen", Severity.HIGH);
    return events.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Alert alert = alert(event(e.getKey()));

                      assertThat(alert.severity()).isEqualTo(e.getValue());
                      assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
                      assertThat(alert.rule()).isEqualTo(e.getKey());
                    }));
  }

  @Test
  void anEventAboutUsersNamesThemAndTheirKeys() throws UnusableAlert {
    assertThat(alert(event("api_user.created")).targets())
        .containsExactly(
            new Target(TargetType.IDENTITY, "eve@example.com"),
            new Target(TargetType.CREDENTIAL, "k-1"));
  }

  @TestFactory
  Stream<DynamicTest> eventsThatSayNothingAboutSecurityAreRefused() {
    return Stream.of(
            "vault_account.created",
            "vault_account.asset.added",
            "vault_account.asset.balance_updated",
            "embedded_wallet.created",
            "onchain_data.updated",
            "ticket.counterparty_external_id.set",
            "ticket.term.funding_canceled",
            "settlement.created",
            "order.updated",
            "automation_execution.update")
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type,
                    () ->
                        assertThatThrownBy(() -> alert(event(type)))
                            .isInstanceOfSatisfying(
                                UnusableAlert.class,
                                u -> assertThat(u.pointer()).isEqualTo("/eventType"))
                            .hasMessageContaining(type)
                            .hasMessageContaining("subscribe")));
  }

  @Test
  void aNotificationOfVersion1IsRefusedWithTheRemedy() {
    String v1 =
        "{\"type\":\"TRANSACTION_STATUS_UPDATED\",\"tenantId\":\"w\",\"timestamp\":1768478400000,"
            + "\"data\":{\"id\":\"x\"}}";

    assertThatThrownBy(() -> alert(v1))
        .isInstanceOfSatisfying(
            UnusableAlert.class, u -> assertThat(u.pointer()).isEqualTo("/type"))
        .hasMessageContaining("version 2 in the Developer Center");
  }

  @Test
  void aNetworkConnectionKeepsItsFacts() throws UnusableAlert {
    Alert alert = alert(SampleFiles.own("network_connection.json"));

    assertThat(alert.uid()).isEqualTo("connection/conn-6");
    assertThat(alert.observables()).contains(new Observable("status", "ACTIVE"));
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedNotificationIsAnAlertOrRefusedWithAReason() {
    return SampleFiles.recorded("fireblocks_webhook_v2").stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> readable(f)));
  }

  private static void readable(Path file) {
    try {
      Alert alert = alert(SampleFiles.text(file));

      assertThat(alert.severity()).isNotEqualTo(Severity.UNKNOWN);
      assertThat(alert.attributes()).containsKey("event_type");
    } catch (UnusableAlert e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
