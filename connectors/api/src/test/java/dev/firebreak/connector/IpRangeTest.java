package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "203.0.113.9/32, 203.0.113.9",
    "198.51.100.0/24, 198.51.100.0/24",
    "0.0.0.0/0, 0.0.0.0/0",
    "255.255.255.255, 255.255.255.255",
    "::ffff:203.0.113.9, 203.0.113.9",
    "::ffff:203.0.113.0/24, 203.0.113.0/24",
    "2001:db8:0:0:0:0:0:9, 2001:db8::9",
    "2001:DB8::9/128, 2001:db8::9",
    "2001:db8:7::/48, 2001:db8:7::/48",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "::, ::",
    "::/0, ::/0"
  })
  void aRangeHasOneSpelling(String written, String spelled) {
    assertThat(IpRange.of(written)).hasToString(spelled);
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.9", "198.51.100.0/24", "2001:db8::1:0:0:1", "2001:db8:7::/48", "::/0"})
  void whatIsSpelledReadsAsTheSameRange(String spelled) {
    assertThat(IpRange.of(IpRange.of(spelled).toString())).isEqualTo(IpRange.of(spelled));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 203.0.113.9",
        "203.0.113.9\n",
        "203.0.113",
        "203.0.113.256",
        "0x7f.0.0.1",
        "2130706433",
        "evil.example",
        "localhost",
        "203.0.113.9-203.0.113.20",
        "203.0.113.0/",
        "203.0.113.0/33",
        "203.0.113.0/024",
        "203.0.113.0/-1",
        "203.0.113.0/+8",
        "203.0.113.0/24/24",
        "203.0.113.0/255.255.255.0",
        "203.0.113.9/24",
        "10.0.0.1/24",
        "2001:db8::/129",
        "2001:db8::1/64",
        "2001:db8::1::2",
        "fe80::1%eth0",
        "[2001:db8::1]",
        "203.0.113.9\"/><entry ip=\"10.0.0.1"
      })
  void whatIsNoRangeIsSaidWithoutAskingAResolver(String text) {
    assertThatThrownBy(() -> IpRange.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageQuotesTextInOneShortLine() {
    assertThatThrownBy(() -> IpRange.of("a\nb\u202e" + "c".repeat(200)))
        .message()
        .contains("'a?b?ccc")
        .hasSizeLessThan(150)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 1",
    "198.51.100.0/24, 256",
    "0.0.0.0/0, 4294967296",
    "::/66, 4611686018427387904",
    "::/64, 9223372036854775807",
    "::/0, 9223372036854775807"
  })
  void theSizeEndsAtTheLargestNumber(String range, long size) {
    assertThat(IpRange.of(range).size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9, true",
    "203.0.113.9, 203.0.113.0/28, true",
    "203.0.113.0/28, 203.0.113.9, true",
    "203.0.113.0/28, 203.0.113.16/28, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "::/0, 203.0.113.9, false",
    "2001:db8::/32, 2001:db8:ffff::/48, true",
    "2001:db8::/32, 2001:db9::/32, false"
  })
  void rangesOverlapWhereOneHoldsTheOther(String one, String other, boolean overlap) {
    assertThat(IpRange.of(one).overlaps(IpRange.of(other))).isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true, true",
    "0.0.0.0, true, true",
    "169.254.169.254, true, true",
    "224.0.0.1, true, true",
    "239.1.1.1, true, true",
    "255.255.255.255, true, true",
    "::1, true, true",
    "::, true, true",
    "fe80::1, true, true",
    "ff02::1, true, true",
    "10.1.2.3, false, true",
    "100.64.0.1, false, true",
    "172.31.255.255, false, true",
    "192.168.0.0/16, false, true",
    "192.0.0.0/8, false, true",
    "198.18.0.1, false, true",
    "::ffff:10.0.0.1, false, true",
    "fd00::1, false, true",
    "64:ff9b::a00:1, true, true",
    "203.0.113.9, false, false",
    "172.32.0.1, false, false",
    "100.128.0.1, false, false",
    "2001:db8::1, false, false"
  })
  void whatIsNoOtherMachinesAndWhatIsNotPublicIsKnown(
      String range, boolean special, boolean internal) {
    assertThat(IpRange.of(range).special()).isEqualTo(special);
    assertThat(IpRange.of(range).internal()).isEqualTo(internal);
  }

  @Test
  void theAddressOfARangeIsItsFirst() {
    assertThat(IpRange.of("198.51.100.0/24").address()).isEqualTo("198.51.100.0");
    assertThat(IpRange.of("2001:db8::/32").address()).isEqualTo("2001:db8::");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 32, 32",
    "0, 33, 32",
    "0, -1, 32",
    "0, 24, 33",
    "1, 24, 32",
    "4294967296, 32, 32"
  })
  void aRangeThatCannotBeIsNotMade(long first, int prefix, int bits) {
    assertThatThrownBy(() -> new IpRange(BigInteger.valueOf(first), prefix, bits))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
