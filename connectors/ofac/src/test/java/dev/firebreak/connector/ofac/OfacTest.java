package dev.firebreak.connector.ofac;

import static dev.firebreak.connector.ofac.Lists.BITCOIN;
import static dev.firebreak.connector.ofac.Lists.ETHER;
import static dev.firebreak.connector.ofac.Lists.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.DescriptionContract;
import dev.firebreak.testkit.FakeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfacTest extends DescriptionContract {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path folder;
  private Path file = Path.of("unset");

  @Override
  protected ConnectorKind<?> kind() {
    return new OfacKind();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("files", file.toString());
  }

  @Override
  protected Connector connector() {
    return open(settings(), CLOCK);
  }

  @BeforeEach
  void aListOfTwoAddressesFromAnHourAgo() throws IOException {
    file = folder.resolve("sdn.xml");
    Lists.write(
        file, Lists.sdn(id("XBT", BITCOIN), id("ETH", ETHER)), NOW.minus(Duration.ofHours(1)));
  }

  @Test
  void aListedAddressIsListedWithAssetNameAndTheListsDate() throws Exception {
    Ofac.Screened screened = screen(connector(), ETHER.toLowerCase(Locale.ROOT));

    assertThat(screened.listed()).isTrue();
    assertThat(screened.listings())
        .containsExactly(new SdnList.Listing("ETH", ETHER, "90001", "Mallory MADEUP"));
    assertThat(screened.listDate()).contains(LocalDate.of(2026, 2, 27));
    assertThat(screened.checkedAt()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(Json.mapper().readValue(Json.write(screened), Ofac.Screened.class))
        .isEqualTo(screened);
  }

  @Test
  void anotherAddressIsNotListed() throws Exception {
    Ofac.Screened screened = screen(connector(), "1AnotherMadeUpAddress333333333333");

    assertThat(screened.listed()).isFalse();
    assertThat(screened.listings()).isEmpty();
  }

  @Test
  void severalFilesAreOneList() throws Exception {
    Path text =
        Lists.write(
            folder.resolve("sanctioned_addresses_LTC.txt"),
            "LMadeUpLitecoin4444444444444444444",
            NOW.minus(Duration.ofHours(2)));
    Connector both = open(Map.of("files", file + "," + text), CLOCK);

    assertThat(screen(both, "LMadeUpLitecoin4444444444444444444").listed()).isTrue();
    assertThat(screen(both, BITCOIN).checkedAt()).isEqualTo(NOW.minus(Duration.ofHours(2)));
  }

  @Test
  void aFileThatChangesIsReadAgain() throws Exception {
    Connector connector = connector();
    assertThat(screen(connector, BITCOIN).listed()).isTrue();
    Lists.write(file, Lists.sdn(id("ETH", ETHER)), NOW.minus(Duration.ofMinutes(5)));

    assertThat(screen(connector, BITCOIN).listed()).isFalse();
  }

  @Test
  void anOldListIsNotScreenedAgainst() throws Exception {
    age(Duration.ofHours(72).plusSeconds(1));

    ActionFailure f = failure(connector(), BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("longer ago than max-age", "sdn.xml");
  }

  @Test
  void aListOfExactlyTheLargestAgeIsScreenedAgainst() throws Exception {
    age(Duration.ofHours(72));

    assertThat(screen(connector(), BITCOIN).listed()).isTrue();
  }

  @Test
  void aFileFromTheFutureDoesNotStayFreshForEver() throws Exception {
    age(Duration.ofDays(-400));

    assertThat(failure(connector(), BITCOIN).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aListThatIsNotThereIsRefused() throws Exception {
    Files.delete(file);

    ActionFailure f = failure(connector(), BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("not there");
  }

  @Test
  void aBrokenListIsUnavailableAndDoesNotLeaveTheOldOneInForce() throws Exception {
    Connector connector = connector();
    assertThat(screen(connector, BITCOIN).listed()).isTrue();
    Lists.write(file, "<sdnList><sdnEntry>", NOW);

    assertThat(failure(connector, BITCOIN).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void readinessTellsTheListsDateAndSize() throws Exception {
    Readiness ready = connector().readiness();

    assertThat(ready.account()).contains("2026-02-27", "2 addresses");
    assertThat(ready.grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.GRANTED);
  }

  @Test
  void readinessMissesAListThatIsTooOld() throws Exception {
    age(Duration.ofDays(30));

    assertThat(connector().readiness().grants())
        .allMatch(g -> g.state() == Readiness.State.MISSING && g.detail().contains("max-age"));
  }

  @Test
  void aRehearsalOnlyReads() throws Exception {
    Preview preview = action(connector()).preview(call(BITCOIN));

    assertThat(preview.affected()).isZero();
  }

  @Test
  void severalFilesCannotBeDownloaded() {
    assertThatThrownBy(
            () -> open(Map.of("files", "a.xml,b.xml", "url", "https://x.example/a"), CLOCK))
        .hasMessageContaining("exactly one file");
  }

  @Test
  void aUrlWithoutAHostIsRefused() {
    assertThatThrownBy(() -> open(Map.of("files", "a.xml", "url", "file:/etc/passwd"), CLOCK))
        .hasMessageContaining("https://host/path");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThatThrownBy(() -> new Address("../" + "x".repeat(20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void age(Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }

  static Ofac open(Map<String, String> settings, Clock clock) {
    return OfacKind.open(
        Settings.bind("connector 'ofac'", OfacSettings.class, settings),
        FakeAccess.at(clock).withHttp(),
        Runnable::run);
  }

  static Ofac.Screened screen(Connector connector, String address) throws ActionFailure {
    return action(connector).body().run(call(address));
  }

  static ActionFailure failure(Connector connector, String address) {
    return (ActionFailure)
        assertThatThrownBy(() -> screen(connector, address))
            .asInstanceOf(InstanceOfAssertFactories.type(ActionFailure.class))
            .actual();
  }

  @SuppressWarnings("unchecked")
  private static Action<Address, Ofac.Screened> action(Connector connector) {
    List<Action<?, ?>> all = connector.actions();
    return (Action<Address, Ofac.Screened>) all.get(0);
  }

  private static Call<Address> call(String address) {
    return new Call<>(new Address(address), "0".repeat(40), "incident-1", NOW.plusSeconds(300));
  }
}
