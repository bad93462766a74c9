package dev.firebreak.connector.chainalysis;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Screens addresses. */
record Chainalysis(SanctionsApi api) implements Connector {
  /** Nobody's address, which asks as much of the service as any. */
  private static final String NOBODY = "0x0000000000000000000000000000000000000000";

  record Screened(
      String address,
      @Describe("Whether the service knows anything against it.") boolean listed,
      List<SanctionsApi.Identification> identifications) {
    Screened {
      identifications = List.copyOf(identifications);
    }
  }

  @Override
  public String name() {
    return "chainalysis";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return List.of(
        Action.named("screen-address", ScreenedAddress.class, Screened.class, this::screen)
            .description(
                "Asks whether an address is on a sanctions list; fails, and does not say no, where"
                    + " the service does not answer.")
            .effect(Effect.READ)
            .on(ScreenedAddress::target)
            .build());
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    var unused = api.identifications(NOBODY);
    return Readiness.as("an API key of Chainalysis' sanctions screening")
        .granted("screen-address", "the service took the key and answered for " + NOBODY);
  }

  private Screened screen(Call<ScreenedAddress> call) throws ActionFailure {
    Set<SanctionsApi.Identification> found = new LinkedHashSet<>();
    for (String writing : call.input().writings()) {
      found.addAll(api.identifications(writing));
    }
    return new Screened(call.input().address(), !found.isEmpty(), List.copyOf(found));
  }
}
