package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void itIsShownAsTypeAndId() {
    assertThat(new Target(TargetType.WALLET, "hot-1")).hasToString("wallet:hot-1");
  }

  @Test
  void anIdThatIsNoPrintableTextIsRefused() {
    for (String id :
        List.of("", "  ", "x".repeat(513), "a\nb", "a\u0000b", "a\u0085b", "a\uD83D", "\uDE00a")) {
      assertThatThrownBy(() -> new Target(TargetType.HOST, id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("target host")
          .satisfies(
              e ->
                  assertThat(e.getMessage().codePoints())
                      .noneMatch(
                          c ->
                              Character.isISOControl(c)
                                  || Character.getType(c) == Character.SURROGATE));
    }
  }

  @Test
  void aLongIdIsQuotedShortAndNeverInHalfACharacter() {
    String id = "x".repeat(39) + "\uD83D\uDE00" + "y".repeat(600);

    assertThatThrownBy(() -> new Target(TargetType.HOST, id))
        .hasMessageEndingWith("'" + "x".repeat(39) + "\uD83D\uDE00...'");
  }

  @Test
  void typesAreFoundByTheirKeyInAnyCase() {
    assertThat(TargetType.of("Wallet")).isEqualTo(TargetType.WALLET);
    assertThatThrownBy(() -> TargetType.of("boat"))
        .hasMessageContaining("'boat'")
        .hasMessageContaining("WALLET");
  }
}
