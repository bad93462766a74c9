package dev.firebreak.connector.ofac;

import static dev.firebreak.connector.ofac.Lists.BITCOIN;
import static dev.firebreak.connector.ofac.Lists.ETHER;
import static dev.firebreak.connector.ofac.Lists.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListReaderTest {
  @TempDir Path folder;

  @Test
  void readsSdnXml() throws IOException {
    SdnList list = read("sdn.xml", Lists.sdn(id("XBT", BITCOIN), id("ETH", ETHER)));

    assertThat(list.size()).isEqualTo(2);
    assertThat(list.published()).contains(LocalDate.of(2026, 2, 27));
    assertThat(list.find(BITCOIN))
        .containsExactly(new SdnList.Listing("XBT", BITCOIN, "90001", "Mallory MADEUP"));
  }

  @Test
  void readsSdnAdvancedXml() throws IOException {
    SdnList list =
        read(
            "sdn_advanced.xml",
            Lists.ADVANCED_HEAD
                + Lists.party(36, "344", BITCOIN)
                + Lists.party(37, "8", "1 Jan 1970")
                + Lists.party(38, "345", ETHER)
                + Lists.ADVANCED_TAIL);

    assertThat(list.size()).isEqualTo(2);
    assertThat(list.published()).contains(LocalDate.of(2026, 2, 9));
    assertThat(list.find(ETHER))
        .containsExactly(new SdnList.Listing("ETH", ETHER, "38", "MADEUP Mallory 38"));
  }

  @Test
  void readsATextListOfOneAsset() throws IOException {
    SdnList list = read("sanctioned_addresses_XBT.txt", "\uFEFF# made up\n\n" + BITCOIN + "\r\n");

    assertThat(list.find(BITCOIN)).containsExactly(new SdnList.Listing("XBT", BITCOIN, "", ""));
    assertThat(list.published()).isEmpty();
  }

  @Test
  void anAddressThatIsListedForTwoAssetsIsFoundForBoth() throws IOException {
    SdnList list = read("sdn.xml", Lists.sdn(id("ETH", ETHER), id("USDT", ETHER)));

    assertThat(list.find(ETHER)).extracting(SdnList.Listing::asset).containsExactly("ETH", "USDT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xabcdef0123456789abcdef0123456789abcdef01",
        "0XABCDEF0123456789ABCDEF0123456789ABCDEF01",
        " 0xAbCdEf0123456789aBcDeF0123456789abCDEF01\n",
        "0xAbCdEf0123456789\u200baBcDeF0123456789abCDEF01",
        "ethereum:0xAbCdEf0123456789aBcDeF0123456789abCDEF01"
      })
  void theSameAddressInAnotherWritingIsFound(String written) throws IOException {
    SdnList list = read("sdn.xml", Lists.sdn(id("ETH", ETHER)));

    assertThat(list.find(new Address(written).address())).hasSize(1);
  }

  @Test
  void anotherAddressIsNotFound() throws IOException {
    SdnList list = read("sdn.xml", Lists.sdn(id("ETH", ETHER)));

    assertThat(list.find(ETHER.replace("01", "02"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   \n",
        "<!doctype html><html><body>Down for maintenance</body></html>",
        "<html/>",
        "<sdnList/>",
        "<sdnList><sdnEntry><idList><id><idType>Digital Currency Address - XBT</idType>",
        "1MadeUpAddressForTests22222222222\nnot an address\n",
        "<sdnList>&made;</sdnList>",
        "{\"message\":\"no\"}"
      })
  void whatIsNoListIsRefused(String text) {
    assertThatThrownBy(() -> read("list", text)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void aListThatBreaksOffIsRefused() {
    String whole = Lists.sdn(id("XBT", BITCOIN), id("ETH", ETHER));

    assertThatThrownBy(() -> read("sdn.xml", whole.substring(0, whole.length() - 20)))
        .isInstanceOf(ListFormatException.class)
        .hasMessageContaining("its XML is broken");
  }

  @Test
  void aDocumentTypeIsRefusedBeforeItsEntitiesAreRead() {
    String laughs =
        "<!DOCTYPE sdnList [<!ENTITY a \"1MadeUp\"><!ENTITY b \"&a;&a;&a;\">]>"
            + Lists.sdn(id("XBT", "&b;")).replaceFirst("<\\?xml[^>]*>\\s*", "");

    assertThatThrownBy(() -> read("sdn.xml", laughs)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void anEntityFromAFileIsNotFetched() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), BITCOIN);
    String xml =
        "<!DOCTYPE sdnList [<!ENTITY a SYSTEM \""
            + secret.toUri()
            + "\">]>"
            + Lists.sdn(id("XBT", "&a;")).replaceFirst("<\\?xml[^>]*>\\s*", "");

    assertThatThrownBy(() -> read("sdn.xml", xml)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = Files.write(folder.resolve("list.txt"), new byte[] {'1', (byte) 0xc3, (byte) 0x28});

    assertThatThrownBy(() -> ListReader.read(file)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void aTextWithoutEndIsRefused() {
    String endless = Lists.sdn(id("XBT", "1".repeat(70_000)));

    assertThatThrownBy(() -> read("sdn.xml", endless)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String deep = "<sdnList>" + "<a>".repeat(10_000);

    assertThatThrownBy(() -> read("sdn.xml", deep)).isInstanceOf(ListFormatException.class);
  }

  @Test
  void aListOf120MegabytesIsReadWith48MegabytesOfMemory() throws Exception {
    Path huge = folder.resolve("sdn_advanced.xml");
    Lists.writeHuge(huge, 120_000_000);
    Process reading =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                HugeList.class.getName(),
                huge.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(reading.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said.strip()).endsWith(" 2026-02-09");
    assertThat(Integer.parseInt(said.strip().split(" ")[0])).isBetween(50, 200);
  }

  private SdnList read(String name, String text) throws IOException {
    return ListReader.read(Files.writeString(folder.resolve(name), text));
  }
}
