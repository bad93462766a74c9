package dev.firebreak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.ElementTemplates;
import dev.firebreak.connector.Field;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for every connector, whatever it speaks: how it describes itself. Those that speak
 * HTTP extend {@link ConnectorContract}; the others extend this, and test against the real server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DescriptionContract {
  /** The kind under test. */
  protected abstract ConnectorKind<?> kind();

  /** Settings that work, with made-up secrets. */
  protected abstract Map<String, String> settings();

  /** An open instance with these settings, whose vendor is there and lets it act. */
  protected abstract Connector connector();

  @Test
  void theKindIsFoundByServiceLoader() {
    assertThat(ServiceLoader.load(ConnectorKind.class).stream().map(p -> p.type().getName()))
        .as("META-INF/services/%s must list the kind", ConnectorKind.class.getName())
        .contains(kind().getClass().getName());
  }

  @Test
  void theConnectorIsNamedLikeItsKindAndNamesEachActionOnce() {
    List<String> names = connector().actions().stream().map(a -> a.name()).toList();

    assertThat(connector().name()).isEqualTo(kind().kind());
    assertThat(names).as("actions of %s", kind().kind()).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void everySettingAndInputIsDescribedAndOfASupportedType() {
    List<String> faults = new ArrayList<>(Descriptions.faults(kind().settings()));
    for (Action<?, ?> a : connector().actions()) {
      a.fields().stream()
          .filter(f -> f.description().isBlank())
          .map(Field::name)
          .forEach(f -> faults.add(a.name() + ": '" + f + "' has no @Describe sentence"));
    }

    assertThat(faults).as("settings and inputs of %s", kind().kind()).isEmpty();
  }

  @Test
  void whatIsReversibleNamesAReleasingActionOfTheSameConnector() {
    for (Action<?, ?> a : connector().actions()) {
      a.inverse()
          .ifPresent(
              i ->
                  assertThat(connector().actions())
                      .as("%s is undone by %s", a.name(), i.action())
                      .anyMatch(b -> b.name().equals(i.action()) && b.effect() == Effect.RELEASE));
    }
  }

  @Test
  void unknownSettingsAreRefused() {
    Map<String, String> mistyped = new HashMap<>(settings());
    mistyped.put("no-such-setting", "1");

    assertThatThrownBy(() -> Settings.bind("connector", kind().settings(), mistyped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-setting");
  }

  @Test
  void settingsShowNoSecret() {
    Record bound = Settings.bind("connector", kind().settings(), settings());

    Canaries.of(bound).assertAbsent("settings of " + kind().kind(), bound.toString());
  }

  @Test
  void readmeIsCurrent() throws IOException {
    ConnectorDocs.check(
        ConnectorDocs.readme(),
        ConnectorDocs.CONNECTOR,
        ConnectorDocs.connectorTables(kind(), connector()));
  }

  @Test
  void anElementTemplateIsMadeOfEveryAction() {
    assertThat(ElementTemplates.of(kind().kind(), connector().actions()))
        .hasSameSizeAs(connector().actions());
  }

  @Test
  void readinessSpeaksOfEveryActionAndShowsNoSecret() throws ActionFailure {
    Readiness ready = connector().readiness();

    assertThat(ready.account()).as("who we are to %s", kind().kind()).isNotBlank();
    assertThat(ready.grants().stream().map(Readiness.Grant::action))
        .as("one grant for each action of %s", kind().kind())
        .containsExactlyInAnyOrderElementsOf(
            connector().actions().stream().map(a -> a.name()).toList());
    assertThat(ready.grants()).allMatch(g -> !g.detail().isBlank());
    Canaries.of(Settings.bind("connector", kind().settings(), settings()))
        .assertAbsent("readiness of " + kind().kind(), ready.toString());
  }
}
