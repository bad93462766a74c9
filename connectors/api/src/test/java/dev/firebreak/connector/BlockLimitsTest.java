package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure.Kind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockLimitsTest {
  private final NeverList never =
      NeverList.of(
          List.of("203.0.113.77", "2001:db8:7::/48", "Exchange.example.", "api.custodian.example"));
  private final BlockLimits limits = new BlockLimits(never, 16, 32);

  @ParameterizedTest
  @ValueSource(
      strings = {"203.0.113.77", "203.0.113.64/26", "203.0.112.0/20", "0.0.0.0/0", "2001:db8:7::1"})
  void aRangeWithAListedAddressIsRefused(String range) {
    refused(() -> never.check(IpRange.of(range)), Kind.REFUSED, "'never'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.76", "203.0.113.0/26", "2001:db8:8::/48", "::/64"})
  void aRangeWithoutOnePasses(String range) {
    assertThatCode(() -> never.check(IpRange.of(range))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exchange.example",
        "www.exchange.example",
        "custodian.example", // blocking it blocks what is below
        "api.custodian.example",
        "v1.api.custodian.example"
      })
  void aListedNameAndThoseAboveAndBelowAreRefused(String domain) {
    refused(() -> limits.checkDomain(domain), Kind.REFUSED, "'never'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notexchange.example", "www.custodian.example", "evil.example"})
  void anotherNamePasses(String domain) {
    assertThatCode(() -> limits.checkDomain(domain)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"com", "co.uk", "example"})
  void aPublicSuffixIsBadInput(String domain) {
    refused(() -> limits.checkDomain(domain), Kind.BAD_INPUT, "public suffix");
    refused(() -> limits.checkBreadth(domain), Kind.BAD_INPUT, "public suffix");
  }

  @ParameterizedTest
  @CsvSource({
    "198.50.0.0/15, broadest-ipv4",
    "0.0.0.0/0, broadest-ipv4",
    "2a00::/31, broadest-ipv6",
    "::/0, broadest-ipv6"
  })
  void aRangeBroaderThanSetIsRefused(String range, String setting) {
    refused(() -> limits.checkBreadth(IpRange.of(range)), Kind.REFUSED, setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.0.0/16", "203.0.113.9", "2a00::/32"})
  void theBroadestRangeItselfPasses(String range) {
    assertThatCode(() -> limits.checkBreadth(IpRange.of(range))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "10.0.0.1/24", "203.0.113", "*.example", "exchange.example/path", ""})
  void anEntryThatIsNeitherIsNamed(String entry) {
    assertThatThrownBy(() -> NeverList.of(List.of("203.0.113.9", entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("setting 'never': ")
        .hasMessageContaining("'" + entry.replace(' ', '?'));
  }

  @Test
  void whatDoesNotLimitIsNotMade() {
    assertThatThrownBy(() -> new BlockLimits(never, 0, 32)).hasMessageContaining("/0");
    assertThatThrownBy(() -> new BlockLimits(never, 16, 129)).hasMessageContaining("/129");
  }

  private static void refused(ThrowingCallable call, Kind kind, String said) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ActionFailure.class,
            f -> {
              if (f.kind() != kind) {
                throw new AssertionError("expected " + kind + ", got " + f.kind(), f);
              }
            })
        .hasMessageContaining(said);
  }
}
