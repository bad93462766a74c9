package dev.firebreak.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Json;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertTest {
  private static final String SMILE = "\uD83D\uDE00";

  @Test
  void aCutTextKeepsNoHalfOfAPair() {
    Alert alert =
        Alert.builder("u", "r")
            .title("t".repeat(999) + SMILE)
            .description(Optional.of("d".repeat(9_999) + SMILE))
            .observable("o", "v".repeat(1_999) + SMILE)
            .build();

    assertThat(alert.title()).isEqualTo("t".repeat(999));
    assertThat(alert.description()).contains("d".repeat(9_999));
    assertThat(alert.observables().get(0).value()).isEqualTo("v".repeat(1_999));
  }

  @Test
  void aPairThatEndsAtTheLimitIsKept() {
    Alert alert = Alert.builder("u", "r").title("t".repeat(998) + SMILE + "more").build();

    assertThat(alert.title()).isEqualTo("t".repeat(998) + SMILE);
  }

  @Test
  void whatNoDatabaseTakesIsReplacedInEveryText() {
    for (String bad : List.of("\0", "\uD83D", "\uDE00")) {
      String text = "a" + bad + "b" + SMILE;
      String good = "a\uFFFDb" + SMILE;

      Alert alert =
          Alert.builder(text, text)
              .title(text)
              .description(Optional.of(text))
              .observable(text, text)
              .attribute(text, text)
              .build();

      assertThat(alert)
          .isEqualTo(
              Alert.builder(good, good)
                  .title(good)
                  .description(Optional.of(good))
                  .observable(good, good)
                  .attribute(good, good)
                  .build());
      assertThat(Json.write(alert)).doesNotContain("\\u0000").contains("a\uFFFDb");
    }
  }

  @Test
  void aTargetThatIsNoTextBecomesAnObservable() {
    Alert alert =
        Alert.builder("u", "r")
            .target(TargetType.WALLET, "hot\u0000-1")
            .target(TargetType.WALLET, "hot\uD83D-2")
            .target(TargetType.WALLET, " hot-3 ")
            .build();

    assertThat(alert.targets()).containsExactly(new Target(TargetType.WALLET, "hot-3"));
    assertThat(alert.observables())
        .containsExactly(
            new Observable("wallet", "hot\uFFFD-1"), new Observable("wallet", "hot\uFFFD-2"));
  }

  @Test
  void anAlertWithoutUidOrRuleIsRefused() {
    for (String bad : List.of("", " ", "x".repeat(513))) {
      assertThatThrownBy(() -> Alert.builder(bad, "r").build()).hasMessageContaining("uid");
      assertThatThrownBy(() -> Alert.builder("u", bad).build()).hasMessageContaining("rule");
    }
  }

  @Test
  void repeatsAreLeftOutAndNothingCanBeChangedAfterwards() {
    Alert alert =
        Alert.builder("u", "r")
            .attack("T1567")
            .attack("t1567")
            .target(TargetType.IP, "192.0.2.1")
            .target(TargetType.IP, "192.0.2.1")
            .build();

    assertThat(alert.attacks()).hasSize(1);
    assertThat(alert.targets(TargetType.IP)).containsExactly("192.0.2.1");
    assertThatThrownBy(() -> alert.attributes().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(alert.attributes()).isEqualTo(Map.of());
  }
}
