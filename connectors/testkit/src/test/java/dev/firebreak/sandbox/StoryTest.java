package dev.firebreak.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  /** What an application told in one break-in; one event a line. */
  static final List<String> RECORDED =
      List.of(
          event(
              1,
              "00.000",
              "alert.accepted",
              "'alert':'a1','source':'falco','title':'Crypto key read on the signer',"
                  + "'severity':'CRITICAL','disposition':'FIRING'"),
          event(2, "00.020", "incident.opened", "'title':'Crypto key read','severity':'CRITICAL'"),
          event(
              3,
              "01.500",
              "alert.accepted",
              "'alert':'a2','source':'siem','title':'Hot wallet hot-eth-1 is being drained',"
                  + "'severity':'CRITICAL'"),
          event(4, "01.510", "alert.joined", "'alert':'a2'"),
          event(
              5,
              "01.530",
              "incident.decided",
              "'playbook':'hot-wallet-drain','priority':'critical','rules':[{'id':'r1',"
                  + "'annotation':'Value leaves a named wallet: every minute is money.'}]"),
          event(6, "01.540", "run.started", "'run':'r','playbook':'hot-wallet-drain','version':1"),
          event(
              7, "01.550", "action.requested", action("x1", "exchange.freeze-wallet-withdrawals")),
          event(
              8,
              "01.700",
              "action.confirmed",
              action("x1", "exchange.freeze-wallet-withdrawals") + ",'detail':'state=ACTIVE'"),
          event(
              9,
              "01.800",
              "action.requested",
              action("x2", "fireblocks.cancel-pending-transactions").replace("'YES'", "'NO'")),
          event(
              10,
              "01.810",
              "approval.asked",
              "'approval':'ap1','action':'x2','topic':'fireblocks.cancel-pending-transactions',"
                  + "'target':'wallet:7','needed':1,'expiresAt':'2026-02-03T04:10:01Z',"
                  + "'onTimeout':'contain','reason':'cancelled ones must be created again'"));

  static final List<String> ENDING =
      List.of(
          event(11, "06.900", "approval.voted", "'approval':'ap1','by':'bob','vote':'approve'"),
          event(12, "06.910", "approval.closed", "'approval':'ap1','outcome':'approved'"),
          event(
              13,
              "07.000",
              "action.confirmed",
              action("x2", "fireblocks.cancel-pending-transactions")),
          event(14, "07.100", "task.opened", "'run':'r1','name':'Decide on lifting'"));

  private final Progress progress = new Progress();
  private final List<String> lines = new ArrayList<>();
  private final Story story =
      new Story(
          new Page(lines::add, Paint.PLAIN),
          progress,
          () -> new BigDecimal("12000"),
          "./firebreak --home .firebreak/demo approve");

  static String event(int seq, String second, String kind, String data) {
    return ("{'seq':"
            + seq
            + ",'at':'2026-02-03T04:05:"
            + second
            + "Z','kind':'"
            + kind
            + "','incident':'i1','actor':'system','data':{"
            + data
            + "}}")
        .replace('\'', '"');
  }

  private static String action(String id, String topic) {
    return "'action':'"
        + id
        + "','topic':'"
        + topic
        + "','target':'"
        + (topic.startsWith("exchange") ? "wallet:hot-eth-1" : "wallet:7")
        + "','effect':'CONTAIN','reversibility':'YES'";
  }

  private String tell(List<String> events) throws Exception {
    for (String e : events) {
      JsonNode event = Json.parse(e);
      progress.take(event);
      story.tell(event);
    }
    return String.join("\n", lines);
  }

  @Test
  void theStorySaysWhatHappenedWhenWhyAndWhatItHadCost() throws Exception {
    String told = tell(RECORDED);

    assertThat(told)
        .contains("+0.0 s", "falco: Crypto key read on the signer (critical)")
        .contains("joins an incident")
        .contains("playbook hot-wallet-drain, priority critical")
        .contains("because Value leaves a named wallet: every minute is money.")
        .contains("+1.7 s", "$12,000", "confirmed")
        .contains("exchange.freeze-wallet-withdrawals on wallet:hot-eth-1")
        .contains("can be lifted: no, it is final");
  }

  @Test
  void aWaitingApprovalSaysWhoUntilWhenWhatThenAndTheCommand() throws Exception {
    String told = tell(RECORDED);

    assertThat(told)
        .contains("who: one person who may sign in, never the one who asked for it")
        .contains("until 04:10:01 UTC (in 5 min); then it is done without an answer")
        .contains("\n      ./firebreak --home .firebreak/demo approve ap1\n");
  }

  @Test
  void noLineIsWiderThanAHundredColumns() throws Exception {
    tell(RECORDED);

    assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void itIsSettledOnlyWhenNothingIsOutstandingAndAPersonIsNext() throws Exception {
    tell(RECORDED);
    assertThat(progress.settled()).isFalse();
    assertThat(progress.waiting()).hasSize(1);

    tell(ENDING);

    assertThat(progress.settled()).isTrue();
    assertThat(progress.tasks()).containsExactly("Decide on lifting");
    assertThat(progress.shortcomings()).isEmpty();
    assertThat(progress.toFreeze()).hasToString("Optional[PT1.7S]");
    assertThat(progress.criticalToFreeze()).hasToString("Optional[PT0.2S]");
  }

  @Test
  void aDeniedApprovalAndARefusedActionAreShortcomings() throws Exception {
    tell(RECORDED);

    tell(
        List.of(
            event(11, "09.000", "approval.closed", "'approval':'ap1','outcome':'denied'"),
            event(
                12,
                "09.100",
                "action.refused",
                action("x2", "fireblocks.cancel-pending-transactions") + ",'reason':'denied'")));

    assertThat(progress.shortcomings())
        .containsExactly(
            "fireblocks.cancel-pending-transactions on wallet:7 is refused: denied",
            "the approval of fireblocks.cancel-pending-transactions on wallet:7 ended with: denied");
  }

  @Test
  void anAlertCannotWriteOnTheTerminal() throws Exception {
    String told =
        tell(
            List.of(
                event(
                    1,
                    "00.000",
                    "alert.accepted",
                    "'source':'siem','severity':'LOW','title':'a\\u001b[2Jb\\u202ec'")));

    assertThat(told).doesNotContain("\u001b").doesNotContain("\u202e").contains("a [2Jb c");
  }

  @Test
  void theEventStreamIsPutTogetherOnceWhateverIsRepeated() {
    List<JsonNode> events = new ArrayList<>();
    EventLines stream = new EventLines(events::add);

    for (String line :
        List.of(
            ": hello",
            "id: 7",
            "event: x",
            "data: {\"seq\":7,",
            "data: \"kind\":\"x\"}",
            "",
            "id: 7",
            "data: {\"seq\":7,\"kind\":\"x\"}",
            "",
            "id: 8",
            "data: {\"seq\":8")) {
      stream.take(line);
    }
    stream.broken();

    assertThat(events).hasSize(1);
    assertThat(stream.lastId()).contains("7");
  }
}
