package dev.firebreak.connector.ofac;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Screens addresses against the list here. */
record Ofac(CurrentList current) implements Connector {
  /** A first screening may have to wait for a download. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  record Screened(
      String address,
      @Describe("Whether the list holds the address, for whatever asset.") boolean listed,
      List<SdnList.Listing> listings,
      @Describe("When the list was published, where it says so.") Optional<LocalDate> listDate,
      @Describe("When the list was last known to be current.") Instant checkedAt) {
    Screened {
      listings = List.copyOf(listings);
    }
  }

  @Override
  public String name() {
    return "ofac";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        Action.named("screen-address", Address.class, Screened.class, this::screen)
            .description(
                "Looks whether an address is on OFAC's SDN list; fails, and does not say no, where"
                    + " the list is missing, broken or too old.")
            .effect(Effect.READ)
            .on(Address::target)
            .deadline(DEADLINE)
            .build());
  }

  @Override
  public Readiness readiness() {
    try {
      ListFiles.Usable usable = current.get();
      return Readiness.as(account(usable))
          .granted(
              "screen-address",
              "the list was last known to be current at "
                  + usable.checkedAt()
                  + current.lastFailure().map(f -> "; a newer look failed: " + f).orElse(""));
    } catch (ActionFailure e) {
      return Readiness.as("no usable list").missing("screen-address", e.getMessage());
    }
  }

  private static String account(ListFiles.Usable usable) {
    return "OFAC's SDN list"
        + usable.list().published().map(d -> " of " + d).orElse("")
        + ", "
        + usable.list().size()
        + " addresses";
  }

  private Screened screen(Call<Address> call) throws ActionFailure {
    ListFiles.Usable usable = current.get();
    String address = call.input().address();
    List<SdnList.Listing> found = usable.list().find(address);
    return new Screened(
        address, !found.isEmpty(), found, usable.list().published(), usable.checkedAt());
  }
}
