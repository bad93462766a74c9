package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
  private static final Target HOT = new Target(TargetType.WALLET, "hot:eth-1");

  private static Caller approver(String... scopes) {
    return new Caller(
        "person:ann", "ann", Caller.Means.SESSION, Grant.of(List.of("approver"), List.of(scopes)));
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "connector:exchange, true",
    "connector:exch*, true",
    "connector:exchange2, false",
    "connector:*, true",
    "target:wallet, true",
    "target:wallet:hot:eth-1, true",
    "target:wallet:hot:*, true",
    "target:wallet:hot, false",
    "target:wallet:HOT:ETH-1, false",
    "target:identity, false",
    "group:custody, false"
  })
  void a_scope_covers_what_it_names(String scope, boolean covered) {
    assertThat(Grant.groups(approver(scope).grants(), "exchange.freeze", HOT).contains("approvers"))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({"*, false", "group:custody, true", "group:treasury, false", "target:wallet, false"})
  void only_who_was_put_into_a_group_is_of_it(String scope, boolean may) {
    assertThat(Grant.groups(approver(scope).grants(), "exchange.freeze", HOT).contains("custody"))
        .isEqualTo(may);
  }

  @Test
  void no_scope_is_no_grant() {
    assertThat(Grant.of(List.of("approver", "responder"), List.of())).isEmpty();
  }

  @Test
  void several_grants_cover_what_any_of_them_covers() {
    assertThat(
            Grant.groups(
                approver("connector:okta", "target:wallet").grants(), "exchange.freeze", HOT))
        .containsExactly("approvers");
  }

  @Test
  void another_role_does_not_help() {
    Caller responder =
        new Caller(
            "person:ann",
            "ann",
            Caller.Means.SESSION,
            Grant.of(List.of("responder", "people-admin"), List.of("*")));

    assertThat(Grant.groups(responder.grants(), "exchange.freeze", HOT)).isEmpty();
    assertThatThrownBy(() -> approver("*").demand(Role.RESPONDER, "exchange.freeze", HOT))
        .isInstanceOf(AccessRefused.class);
  }
}
