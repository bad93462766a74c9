package dev.firebreak.app.secrets;

import dev.firebreak.action.Opened;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Publication;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Vitals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A connector that is opened anew when a secret of its settings changes. */
public final class LiveConnector implements Opened {
  private final String kind;
  private final Rotating<Connector> rotating;
  private volatile Vitals vitals = Vitals.NONE;

  private LiveConnector(String kind, Rotating<Connector> rotating) {
    this.kind = kind;
    this.rotating = rotating;
  }

  /**
   * @param what named in messages, for example {@code connector 'okta'}
   * @param given its settings
   * @param access makes what one opening may use
   * @throws IllegalArgumentException a sentence about a setting
   */
  public static <S extends Record> LiveConnector open(
      String what,
      ConnectorKind<S> kind,
      Map<String, String> given,
      SecretStore store,
      Function<SecretSource, InstanceAccess> access) {
    return new LiveConnector(
        kind.kind(),
        new Rotating<>(
            what,
            Settings.secrets(what, kind.settings(), given),
            store,
            secrets -> open(what, kind, given, secrets, access.apply(secrets))));
  }

  private static <S extends Record> Opening open(
      String what,
      ConnectorKind<S> kind,
      Map<String, String> given,
      SecretSource secrets,
      InstanceAccess access) {
    try {
      S settings = Settings.bind(what, kind.settings(), given, secrets);
      return new Opening(Listed.of(kind.open(settings, access)), access);
    } catch (RuntimeException e) {
      access.close();
      throw e;
    }
  }

  /**
   * With its actions made once: they are looked up for each request, and many are made of parts.
   */
  private record Listed(Connector of, List<Action<?, ?>> actions) implements Connector {
    static Listed of(Connector connector) {
      return new Listed(connector, List.copyOf(connector.actions()));
    }

    @Override
    public String name() {
      return of.name();
    }

    @Override
    public Readiness readiness() throws ActionFailure {
      return of.readiness();
    }

    @Override
    public Optional<Publication> publication() {
      return of.publication();
    }
  }

  private record Opening(Connector value, InstanceAccess access)
      implements Rotating.Opening<Connector> {
    @Override
    public Map<String, SecretReference> more() {
      return access.references();
    }

    @Override
    public long refusals() {
      return access.refusals();
    }

    @Override
    public void close() {
      access.close();
    }
  }

  /** Where it cannot say so without its secrets, it can do nothing until they are there. */
  @Override
  public Connector described() {
    return rotating.described().or(this::tried).orElseGet(() -> new Unknown(kind));
  }

  private Optional<Connector> tried() {
    try (Rotating<Connector>.Hold hold = rotating.hold()) {
      return Optional.of(hold.value());
    } catch (SecretMissing e) {
      return Optional.empty(); // Whoever uses it is told so.
    }
  }

  private record Unknown(String name) implements Connector {
    @Override
    public List<Action<?, ?>> actions() {
      return List.of();
    }

    @Override
    public Readiness readiness() throws ActionFailure {
      throw ActionFailure.unavailable("a secret is missing");
    }
  }

  @Override
  public Lease lease() throws ActionFailure {
    Rotating<Connector>.Hold hold;
    try {
      hold = rotating.hold();
    } catch (SecretMissing e) {
      throw ActionFailure.unavailable(e.getMessage());
    }
    return new Lease() {
      @Override
      public Connector connector() {
        return hold.value();
      }

      @Override
      public boolean isOutdated() {
        return hold.isOutdated();
      }

      @Override
      public void close() {
        hold.close();
      }
    };
  }

  @Override
  public Vitals vitals() {
    rotating
        .newest()
        .map(o -> ((Opening) o).access().vitals())
        .filter(v -> v.lastAnswer().isPresent())
        .ifPresent(v -> vitals = v);
    return vitals;
  }

  @Override
  public void close() {
    rotating.close();
  }
}
