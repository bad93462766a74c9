package dev.firebreak.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Attack;
import dev.firebreak.alert.Disposition;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.SampleFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSourceTest {
  private static final String SECRET = "a-signing-secret-made-up-here";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  // ---- who sent it

  /** The example of https://docs.slack.dev/authentication/verifying-requests-from-slack */
  @Test
  void theSignatureOfSlacksOwnExampleIsRight() {
    String body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
            + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    RawMessage message =
        new RawMessage(
            Map.of(
                "x-slack-request-timestamp",
                List.of("1531420618"),
                "x-slack-signature",
                List.of(signature)),
            Optional.empty(),
            body.getBytes(StandardCharsets.UTF_8));

    Sender sender =
        source("8f742231b10e8888abcd99yyyzzz85a5")
            .authenticate(message, Instant.ofEpochSecond(1531420700));

    assertThat(sender)
        .isEqualTo(
            new Sender.Authentic(
                Optional.of(signature), Optional.of(Instant.ofEpochSecond(1531420618))));
  }

  @ParameterizedTest
  @CsvSource({"-300, true", "-301, false", "300, true", "301, false"})
  void aRequestIsBelievedForFiveMinutes(int seconds, boolean believed) {
    RawMessage message = Signed.message(SECRET, NOW.plusSeconds(seconds), Signed.JSON, "{}");

    Sender sender = source(SECRET).authenticate(message, NOW);

    assertThat(sender instanceof Sender.Authentic).isEqualTo(believed);
  }

  @Test
  void theSameRequestHasTheSameIdHoweverItsSignatureIsWritten() {
    RawMessage message = Signed.message(SECRET, NOW, Signed.JSON, "{}");
    String upper =
        "v0="
            + message
                .header("x-slack-signature")
                .orElseThrow()
                .substring(3)
                .toUpperCase(java.util.Locale.ROOT);
    RawMessage again =
        new RawMessage(
            Map.of(
                "x-slack-request-timestamp",
                List.of(Long.toString(NOW.getEpochSecond())),
                "x-slack-signature",
                List.of(upper)),
            Optional.empty(),
            message.body());

    Sender second = source(SECRET).authenticate(again, NOW);

    assertThat(second).isEqualTo(source(SECRET).authenticate(message, NOW));
  }

  @Test
  void aSecretThatIsTooShortIsNamedAndNotShown() {
    assertThatThrownBy(() -> source("short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 16 characters")
        .hasMessageNotContaining("'short'");
  }

  // ---- what comes back and decides nothing

  @Test
  void theChallengeIsAnswered() throws Exception {
    Parsed parsed = json(SampleFiles.own("url_verification.json"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Handshake(
                "Slack made sure that this address is ours",
                Optional.of(Json.parse("{\"challenge\":\"kq2vT0madeUpChallenge77Zx\"}"))));
  }

  @Test
  void aClickIsWrittenDownByIdsAndApprovesNothing() throws Exception {
    Parsed parsed = form("payload", SampleFiles.own("block_actions.json"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Handshake(
                "Slack user U0ANA00001 of T0FIREBRK1 opened the approval"
                    + " https://firebreak.example.com/approvals/7 from Slack; a click approves"
                    + " nothing"));
  }

  @Test
  void aClickOnSomebodyElsesButtonIsWrittenDownToo() throws Exception {
    Parsed parsed = form("payload", changed("/actions/0", "action_id", "approve_\n\u202e7"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Handshake(
                "Slack user U0ANA00001 of T0FIREBRK1 clicked 'approve_ 7', which is not of"
                    + " Firebreak's messages, from Slack; a click approves nothing"));
  }

  @Test
  void aCommandIsAnsweredThatItDoesNothing() throws Exception {
    Parsed parsed =
        form(
            "command",
            "/firebreak",
            "text",
            "approve 7",
            "user_id",
            "U0ANA00001",
            "team_id",
            "T01");

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Handshake.class,
            h -> {
              assertThat(h.what())
                  .isEqualTo(
                      "Slack user U0ANA00001 of T01 typed /firebreak; Firebreak takes no commands"
                          + " from Slack");
              assertThat(h.reply().orElseThrow().path("response_type").asText())
                  .isEqualTo("ephemeral");
              assertThat(h.reply().orElseThrow().path("text").asText())
                  .contains("nothing was done");
            });
  }

  @Test
  void aLookAtTheCertificateIsNoCommand() throws Exception {
    assertThat(form("ssl_check", "1", "token", "made-up"))
        .isEqualTo(new Parsed.Handshake("Slack looked at our certificate"));
  }

  @Test
  void droppedEventsAreWrittenDown() throws Exception {
    assertThat(json("{\"type\":\"app_rate_limited\",\"team_id\":\"T01\"}"))
        .isInstanceOf(Parsed.Handshake.class);
  }

  // ---- alerts

  @ParameterizedTest
  @CsvSource({
    "app_uninstalled, Ev0FIREBRK1, Firebreak's app was removed from a Slack workspace (T0FIREBRK1)",
    "tokens_revoked, Ev0FIREBRK2, Tokens of Firebreak's Slack app were revoked (T0FIREBRK1)"
  })
  void whatTakesSlackFromUsIsAnAlert(String event, String uid, String title) throws Exception {
    Alert alert = alert(SampleFiles.own(event + ".json"));

    assertThat(alert.uid()).isEqualTo(uid);
    assertThat(alert.rule()).isEqualTo("slack." + event);
    assertThat(alert.title()).isEqualTo(title);
    assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alert.disposition()).isEqualTo(Disposition.FIRING);
    assertThat(alert.attacks()).containsExactly(new Attack(Optional.empty(), Optional.of("T1562")));
    assertThat(alert.occurredAt().map(Instant::getEpochSecond).orElseThrow())
        .isBetween(1768478390L, 1768478391L);
    assertThat(alert.targets()).isEmpty();
    assertThat(alert.attributes()).containsEntry("team_id", "T0FIREBRK1");
  }

  @Test
  void anEventWithoutAnIdHasOneOfItsParts() throws Exception {
    ObjectNode event = (ObjectNode) Json.parse(SampleFiles.own("app_uninstalled.json"));
    event.remove("event_id");
    Alert first = alert(Json.write(event));
    event.put("event_time", 1768478999);

    Alert later = alert(Json.write(event));

    assertThat(first.uid()).matches("[0-9a-f]{64}").isNotEqualTo(later.uid());
  }

  @Test
  void aTimeOfNoUseIsLeftOut() throws Exception {
    ObjectNode event = (ObjectNode) Json.parse(SampleFiles.own("app_uninstalled.json"));
    event.put("event_time", Long.MAX_VALUE);

    assertThat(alert(Json.write(event)).occurredAt()).isEmpty();
  }

  // ---- what is neither

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\"}} | /event/type | subscriptions",
        "{\"type\":\"event_callback\",\"event\":\"x\"} | /event | an object",
        "{\"type\":\"event_callback\"} | /event/type | missing",
        "{\"type\":\"interactive\"} | /type | url_verification",
        "{\"challenge\":\"x\"} | /type | missing",
        "{\"type\":\"url_verification\"} | /challenge | missing",
        "{\"type\":\"url_verification\",\"challenge\":\"a b\"} | /challenge | no challenge",
        "{\"type\":\"url_verification\",\"challenge\":1} | /challenge | text"
      })
  void anEventThatIsNoAlertIsRefusedWithItsPlace(String body, String pointer, String words) {
    UnusableAlert refusal = catchThrowableOfType(UnusableAlert.class, () -> json(body));

    assertThat(refusal.pointer()).isEqualTo(pointer);
    assertThat(refusal).hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "payload=",
        "payload=%7B",
        "payload=%",
        "payload=%zz",
        "payload=a&payload=b",
        "payload=%7B%7D",
        "payload=%5B%5D",
        "payload=%7B%22type%22%3A%22view_submission%22%7D",
        "payload=%7B%22type%22%3A%22block_actions%22%7D",
        "command=%2Ffirebreak"
      })
  void aFormThatIsNotSlacksIsRefused(String body) {
    UnusableAlert refusal = catchThrowableOfType(UnusableAlert.class, () -> raw(Signed.FORM, body));

    assertThat(refusal.getMessage()).isNotBlank();
  }

  @Test
  void aFormOfManyFieldsIsRefused() {
    assertThatThrownBy(() -> raw(Signed.FORM, "a=1&".repeat(5_000)))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("over 100 fields");
  }

  @ParameterizedTest
  @CsvSource({
    "/user, id",
    "/user, team_id",
    "/actions/0, action_id",
    "/actions/0, value",
    "'', type"
  })
  void aClickOfAnotherShapeIsRefusedAndNothingElse(String at, String member) throws Exception {
    for (String value : List.of("null", "{}", "[]", "7", "\"\"", "true")) {
      ObjectNode payload = (ObjectNode) Json.parse(SampleFiles.own("block_actions.json"));
      ((ObjectNode) payload.at(at)).set(member, Json.parse(value));
      String body = Json.write(payload);

      Throwable thrown = catchThrowableOfType(Throwable.class, () -> form("payload", body));

      boolean optional = member.equals("team_id") && (value.equals("null") || value.equals("\"\""));
      assertThat(thrown == null).as(member + " = " + value).isEqualTo(optional);
      assertThat(thrown == null || thrown instanceof UnusableAlert).isTrue();
    }
  }

  // ---- how

  private static AlertSource source(String secret) {
    return new SlackKind()
        .open(Settings.bind("source 'slack'", SlackSettings.class, Map.of("secret", secret)));
  }

  private static Parsed raw(String type, String body) throws UnusableAlert {
    return source(SECRET).parse(Signed.message(SECRET, NOW, type + "; charset=utf-8", body));
  }

  private static Parsed json(String body) throws UnusableAlert {
    return raw(Signed.JSON, body);
  }

  private static Parsed form(String... namesAndValues) throws UnusableAlert {
    return raw(Signed.FORM, Signed.form(namesAndValues));
  }

  private static Alert alert(String body) throws UnusableAlert {
    return ((Parsed.Alerts) json(body)).alerts().get(0);
  }

  private static String changed(String at, String member, String value) throws Exception {
    JsonNode payload = Json.parse(SampleFiles.own("block_actions.json"));
    ((ObjectNode) payload.at(at)).put(member, value);
    return Json.write(payload);
  }
}
