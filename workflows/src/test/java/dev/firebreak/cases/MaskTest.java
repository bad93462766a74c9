package dev.firebreak.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Alert;
import dev.firebreak.connector.TargetType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private final Mask mask =
      Mask.of(
          List.of(
              Alert.builder("1", "rule")
                  .target(TargetType.IDENTITY, "lee")
                  .target(TargetType.CREDENTIAL, "AKIAIOSFODNN7REALKEY")
                  .target(TargetType.WALLET, "hot-1")
                  .attribute("session_token", "abc123abc")
                  .build()));

  @Test
  void the_same_value_has_the_same_placeholder_everywhere() {
    assertThat(mask.text("lee and lee"))
        .isEqualTo("person-1@masked.example and person-1@masked.example");
  }

  @Test
  void a_placeholder_is_not_masked_again() {
    String once = mask.text("lee from 203.0.113.9");

    assertThat(mask.text(once)).isEqualTo(once);
  }

  @Test
  void what_a_playbook_is_about_keeps_its_name() {
    assertThat(mask.text("hot-1")).isEqualTo("hot-1");
  }

  @Test
  void an_access_key_stays_one_in_form() {
    assertThat(mask.text("AKIAIOSFODNN7REALKEY")).matches("AKIA[A-Z0-9]{16}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc123abc",
        "kim.park@exchange.example",
        "203.0.113.77",
        "ghp_0123456789abcdefghij",
        "xoxb-0123456789-abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
        "Bearer 0123456789abcdef0123",
        "ASIAIOSFODNN7REALKE2"
      })
  void what_is_secret_or_personal_is_gone(String value) {
    assertThat(mask.text("seen: " + value + " today")).doesNotContain(value);
  }
}
