package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
  private static final Target HOT = new Target(TargetType.WALLET, "hot-1");
  private static final Tags TAGS =
      new Tags(
          Map.of(
              "custody", List.of("target:wallet:hot-*", "connector:fireblocks"),
              "staff", List.of("connector:okta"),
              "empty", List.of()));

  private static boolean covers(String scope, String topic) {
    List<Grant> grants = TAGS.spelledOut(Grant.of(List.of("approver"), List.of(scope)));
    return Grant.groups(grants, topic, HOT).contains("approvers");
  }

  @ParameterizedTest
  @CsvSource({
    "tag:custody, exchange.freeze, true",
    "tag:staff, okta.suspend-user, true",
    "tag:staff, exchange.freeze, false",
    "tag:empty, exchange.freeze, false",
    "tag:unknown, exchange.freeze, false"
  })
  void a_tag_covers_what_bears_it_and_nothing_else(String scope, String topic, boolean covered) {
    assertThat(covers(scope, topic)).isEqualTo(covered);
  }

  @Test
  void a_tag_that_nobody_spelled_out_covers_nothing() {
    List<Grant> grants = Grant.of(List.of("approver"), List.of("tag:custody"));

    assertThat(Grant.groups(grants, "fireblocks.freeze", HOT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "group:treasury", "tag:staff", "wallet:hot-1", ""})
  void a_tag_is_borne_by_assets_and_connectors_alone(String entry) {
    assertThatThrownBy(() -> new Tags(Map.of("all", List.of(entry))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("all: ");
  }

  @Test
  void a_slip_of_the_pen_is_told_when_it_is_granted() {
    assertThatThrownBy(() -> TAGS.demandKnown(new Scope("tag:custdy")))
        .isInstanceOf(AccessRefused.class)
        .hasMessageContaining("custdy");
  }
}
