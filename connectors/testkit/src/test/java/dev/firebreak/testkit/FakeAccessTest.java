package dev.firebreak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.VendorSockets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeAccessTest {
  private final HandClock clock = HandClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAccess nothing = FakeAccess.at(clock);

  @Test
  void whatATestDoesNotAllowFailsIt() {
    Endpoint endpoint = Endpoint.at(URI.create("https://vendor.example"));
    VendorSockets.Address address =
        new VendorSockets.Address("127.0.0.1", 53, Duration.ofSeconds(1), Optional.empty());

    assertThatThrownBy(() -> nothing.withSockets().withEntries().http(endpoint))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("HTTP to https://vendor.example");
    assertThatThrownBy(() -> nothing.withHttp().withEntries().sockets(address))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("127.0.0.1:53");
    assertThatThrownBy(() -> nothing.withHttp().withSockets().entries())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("withEntries()");
    assertThatThrownBy(
            () -> nothing.withHttp().withSockets().withEntries().handover(Secret.of("made-up")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no worker");
  }

  @Test
  void vendorsOfThisMachineAreReached() throws ActionFailure {
    try (FakeVendor vendor = FakeVendor.start();
        VendorHttp http =
            nothing.withSockets().withHttp().http(Endpoint.at(URI.create(vendor.url())))) {
      vendor.on("GET", "/thing", Answers.json(200, "{}"));

      assertThat(http.send(Request.get("/thing")).status()).isEqualTo(200);
    }
  }

  @Test
  void listsAreKeptAsTheStoreKeepsThem() {
    FakeAccess access = nothing.withEntries();
    Entries entries = access.entries();
    entries.add("ip", "b", "first");
    clock.move(Duration.ofMinutes(1));
    entries.add("ip", "a", "second");
    entries.add("ip", "b", "again");
    entries.add("domain", "x", "");
    entries.remove("domain", "x");
    entries.remove("none", "x");

    assertThat(entries.all("ip"))
        .containsExactly(
            new Entries.Entry("a", "second", Instant.parse("2026-01-01T00:01:00Z")),
            new Entries.Entry("b", "first", Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(entries.find("ip", "c")).isEmpty();
    assertThat(entries.find("ip", "b")).map(Entries.Entry::note).contains("first");
    assertThat(access.kept()).isEqualTo(Map.of("ip", List.of("a", "b"), "domain", List.of()));
  }

  @Test
  void anotherInstanceHasItsOwnLists() {
    nothing.withEntries().entries().add("ip", "a", "");

    assertThat(nothing.withEntries().kept()).isEmpty();
  }

  @Test
  void theClockStandsUntilItIsMoved() {
    clock.set(Instant.parse("2026-05-01T00:00:00Z"));
    clock.move(Duration.ofHours(1));

    assertThat(nothing.clock().instant()).isEqualTo("2026-05-01T01:00:00Z");
  }
}
