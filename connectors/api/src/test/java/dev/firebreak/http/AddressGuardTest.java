package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private final AddressGuard strict = new AddressGuard(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.192",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:a00:1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "2001:db8::1",
        "2001:10::1",
        "2001:20::1",
        "5f00::1",
        "100::1",
        "2606:4700::5efe:127.0.0.1",
        "2606:4700::200:5efe:10.0.0.1",
        "fd20:ce::254",
        "168.63.129.16",
        "100.100.100.200",
        "64:ff9b::169.254.169.254",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::10.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2"
      })
  void addressesThatAreNotPublicAreRefused(String address) throws UnknownHostException {
    InetAddress resolved = InetAddress.getByName(address);

    assertThatThrownBy(() -> strict.check("vendor.example", resolved))
        .isInstanceOf(AddressGuard.Forbidden.class)
        .hasMessageContaining("'vendor.example'")
        .hasMessageContaining("private-hosts");
    assertThatThrownBy(() -> strict.checkLiteral(address))
        .isInstanceOf(AddressGuard.Forbidden.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.32.0.1",
        "172.15.0.1",
        "100.128.0.1",
        "192.0.2.1",
        "2606:4700::1111",
        "[2606:4700::1111]",
        "::ffff:8.8.8.8"
      })
  void publicAddressesAreAllowed(String address) {
    assertThatCode(() -> strict.checkLiteral(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "0X7F.1",
        "127.1",
        "127.0.1",
        "017700000001",
        "8.8.8.010",
        "127.0.0.1.",
        "1.2.3.4.5",
        "999.1.1.1",
        "300.300.300.300"
      })
  void addressesWrittenInOtherWaysAreRefused(String host) {
    AddressGuard generous = new AddressGuard(List.of("127.0.0.0/8", "127.0.0.1"));

    assertThatThrownBy(() -> generous.checkLiteral(host))
        .isInstanceOf(AddressGuard.Forbidden.class);
  }

  @Test
  void aListedHostAddressOrRangeIsAllowed() throws UnknownHostException {
    AddressGuard guard =
        new AddressGuard(List.of("vault.internal", "10.1.2.3", "192.168.0.0/16", "fd00::/8"));

    for (String address : List.of("10.1.2.3", "192.168.77.1", "fd12::1")) {
      InetAddress resolved = InetAddress.getByName(address);
      assertThatCode(() -> guard.check("any.example", resolved)).doesNotThrowAnyException();
    }
    InetAddress elsewhere = InetAddress.getByName("10.9.9.9");
    assertThatCode(() -> guard.check("vault.internal", elsewhere)).doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check("any.example", elsewhere))
        .isInstanceOf(AddressGuard.Forbidden.class);
    for (String address : List.of("10.1.2.4", "172.16.0.1", "fe80::1", "127.0.0.1")) {
      assertThatThrownBy(() -> guard.checkLiteral(address))
          .isInstanceOf(AddressGuard.Forbidden.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1"
      })
  void aListedNameDoesNotLeadToMetadataButAListedAddressDoes(String address)
      throws UnknownHostException {
    InetAddress resolved = InetAddress.getByName(address);
    AddressGuard byName = new AddressGuard(List.of("vault.internal"));
    AddressGuard byAddress = new AddressGuard(List.of(address));

    assertThatThrownBy(() -> byName.check("vault.internal", resolved))
        .isInstanceOf(AddressGuard.Forbidden.class);
    assertThatCode(() -> byAddress.check("vault.internal", resolved)).doesNotThrowAnyException();
  }

  @Test
  void somethingListedThatIsNoRangeAllowsNothing() {
    for (String listed : List.of("10.0.0.0/x", "10.0.0.0/", "10.0.0/8/8", "/", "", "*")) {
      AddressGuard guard = new AddressGuard(List.of(listed));

      assertThatThrownBy(() -> guard.checkLiteral("10.0.0.1"))
          .as("listed '%s'", listed)
          .isInstanceOf(AddressGuard.Forbidden.class);
    }
  }

  @Test
  void plainHttpIsForListedHostsAlone() {
    AddressGuard guard = new AddressGuard(List.of("vault.internal", "10.0.0.0/8", "::1"));

    for (String url :
        List.of(
            "https://a.example", "http://vault.internal", "http://10.2.3.4:8080", "http://[::1]")) {
      assertThatCode(() -> guard.checkScheme(URI.create(url))).doesNotThrowAnyException();
    }
    for (String url :
        List.of("http://a.example", "http://11.0.0.1", "ftp://vault.internal", "http://[::2]")) {
      assertThatThrownBy(() -> guard.checkScheme(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("https");
    }
  }
}
