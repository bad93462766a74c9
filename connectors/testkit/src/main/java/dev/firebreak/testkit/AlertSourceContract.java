package dev.firebreak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonPointer;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The promises of every alert source. A source's test extends this and gives its kind, its settings
 * and authentic messages; everything else is inherited.
 */
public abstract class AlertSourceContract {
  private static final int MOST_ALTERED_BYTES = 600;

  /**
   * One authentic message.
   *
   * @param name for test reports
   */
  public record Sample(String name, RawMessage message) {
    /** A message with one value a header; names in any case. */
    public static Sample of(String name, Map<String, String> headers, String body) {
      return of(name, headers, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Sample of(
        String name, Map<String, String> headers, Optional<String> pathToken, byte[] body) {
      Map<String, List<String>> all = new HashMap<>();
      headers.forEach((k, v) -> all.put(k.toLowerCase(java.util.Locale.ROOT), List.of(v)));
      return new Sample(name, new RawMessage(Map.copyOf(all), pathToken, body));
    }
  }

  protected abstract AlertSourceKind<?> kind();

  /** Settings under which the samples are authentic. */
  protected abstract Map<String, String> settings();

  /** The same settings with another secret (or whatever else makes a sender the right one). */
  protected abstract Map<String, String> settingsOfAnotherSender();

  /**
   * Whether messages are posted to it. False for a source that has only a {@link AlertSource#feed}:
   * its samples are what the feed takes, and nothing of it passes at the hook.
   */
  protected boolean takesPosts() {
    return true;
  }

  /** Authentic messages, one at least, all of them parsable. */
  protected abstract List<Sample> samples();

  /** Headers, in lower case, that authentication needs; each sample may have some of them. */
  protected List<String> authenticatingHeaders() {
    return List.of("authorization");
  }

  /** Whether every byte of the body is covered by a signature. */
  protected boolean signsBody() {
    return false;
  }

  /** The receiver's time when the samples arrive. */
  protected Instant now() {
    return Instant.parse("2026-01-15T12:00:00Z");
  }

  // ---- the description

  @Test
  void theKindIsFoundByServiceLoader() {
    assertThat(ServiceLoader.load(AlertSourceKind.class).stream().map(p -> p.type().getName()))
        .as("META-INF/services/%s must list the kind", AlertSourceKind.class.getName())
        .contains(kind().getClass().getName());
  }

  @Test
  void everySettingIsDescribedAndOfASupportedType() {
    assertThat(Descriptions.faults(kind().settings()))
        .as("settings of %s", kind().kind())
        .isEmpty();
  }

  @Test
  void itsContentTypesAreNamedInLowerCase() {
    assertThat(kind().contentTypes()).isNotEmpty().allMatch(t -> t.matches("[a-z0-9.+/*-]+"));
  }

  @Test
  void unknownSettingsAreRefused() {
    Map<String, String> mistyped = new HashMap<>(settings());
    mistyped.put("no-such-setting", "1");

    assertThatThrownBy(() -> Settings.bind("source", kind().settings(), mistyped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-setting");
  }

  @Test
  void settingsShowNoSecret() {
    canaries().assertAbsent("settings of " + kind().kind(), bound(kind(), settings()).toString());
  }

  @Test
  void readmeIsCurrent() throws IOException {
    boolean shared =
        Files.exists(ConnectorDocs.readme())
            && Files.readString(ConnectorDocs.readme())
                .contains("<!-- " + ConnectorDocs.SOURCE + ":begin -->");
    ConnectorDocs.check(
        ConnectorDocs.readme(),
        shared ? ConnectorDocs.SOURCE : ConnectorDocs.CONNECTOR,
        ConnectorDocs.sourceTables(kind()));
  }

  // ---- who sent it

  @Test
  void messagesHaveAWayIn() {
    assertThat(takesPosts() || source().feed().isPresent())
        .as("%s must take posts or have a feed", kind().kind())
        .isTrue();
  }

  @TestFactory
  Stream<DynamicTest> nothingPassesAtTheHookOfAMereFeed() {
    return takesPosts()
        ? Stream.empty()
        : each(s -> refused(source(), s.message(), "that only its feed may take"));
  }

  @TestFactory
  Stream<DynamicTest> anAuthenticMessagePasses() {
    if (!takesPosts()) {
      return Stream.empty();
    }
    return each(
        s ->
            assertThat(source().authenticate(s.message(), now()))
                .as("sample '%s' sent to %s", s.name(), kind().kind())
                .isInstanceOf(Sender.Authentic.class));
  }

  @TestFactory
  Stream<DynamicTest> aMessageForAnotherSenderIsRefused() {
    return each(
        s -> refused(open(kind(), settingsOfAnotherSender()), s.message(), "another secret"));
  }

  @TestFactory
  Stream<DynamicTest> aMissingHeaderIsRefused() {
    return eachAuthenticatingHeader(
        (s, header) -> {
          Map<String, List<String>> fewer = new HashMap<>(s.message().headers());
          fewer.remove(header);
          refused(source(), withHeaders(s.message(), fewer), "without " + header);
        });
  }

  @TestFactory
  Stream<DynamicTest> aDoubledHeaderIsRefused() {
    return eachAuthenticatingHeader(
        (s, header) -> {
          Map<String, List<String>> more = new HashMap<>(s.message().headers());
          String value = s.message().header(header).orElseThrow();
          more.put(header, List.of(value, value));
          refused(source(), withHeaders(s.message(), more), "with " + header + " twice");
          more.put(header, List.of("x", value));
          refused(source(), withHeaders(s.message(), more), "with a second " + header);
        });
  }

  @TestFactory
  Stream<DynamicTest> anAlteredHeaderIsRefused() {
    return eachAuthenticatingHeader(
        (s, header) -> {
          String value = s.message().header(header).orElseThrow();
          for (String other : List.of("", " ", "x", "é\u0000", value + "x", "=".repeat(9_000))) {
            Map<String, List<String>> changed = new HashMap<>(s.message().headers());
            changed.put(header, List.of(other));
            refused(source(), withHeaders(s.message(), changed), "with another " + header);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> anotherOrNoPathTokenIsRefused() {
    return samples().stream()
        .filter(s -> s.message().pathToken().isPresent())
        .map(
            s ->
                dynamicTest(
                    s.name(),
                    () -> {
                      RawMessage m = s.message();
                      String other = m.pathToken().orElse("") + "x";
                      refused(
                          source(),
                          new RawMessage(m.headers(), Optional.empty(), m.body()),
                          "without the path token");
                      refused(
                          source(),
                          new RawMessage(m.headers(), Optional.of(other), m.body()),
                          "with another path token");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> anyAlteredByteOfASignedBodyIsRefused() {
    return signsBody() ? each(this::refuseAlteredBodies) : Stream.empty();
  }

  private void refuseAlteredBodies(Sample s) {
    byte[] body = s.message().body();
    int step = Math.max(1, body.length / MOST_ALTERED_BYTES);
    AlertSource source = source();
    IntStream.iterate(0, i -> i < body.length, i -> i + step)
        .forEach(
            i -> {
              byte[] altered = body.clone();
              altered[i] ^= 1;
              refused(source, withBody(s.message(), altered), "with byte " + i + " altered");
            });
    byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);
    longer[body.length] = ' ';
    refused(source, withBody(s.message(), longer), "with a byte appended");
    refused(source, withBody(s.message(), new byte[0]), "with an empty body");
  }

  // ---- what it says

  @TestFactory
  Stream<DynamicTest> aSampleIsParsedTheSameEveryTime() {
    return each(
        s -> {
          AlertSource source = source();
          Parsed first = source.parse(s.message());

          Parsed second = source().parse(s.message());

          assertThat(second).as("sample '%s' parsed again", s.name()).isEqualTo(first);
          assertThat(source.parse(s.message())).isEqualTo(first);
          if (first instanceof Parsed.Alerts alerts) {
            assertThat(alerts.alerts()).as("alerts in '%s'", s.name()).isNotEmpty();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> rubbishIsUnusableAndSaysWhere() {
    Map<String, byte[]> bodies = HostileJson.rubbish();
    bodies.put("an empty array", "[]".getBytes(StandardCharsets.UTF_8));
    return bodies.entrySet().stream()
        .map(
            e ->
                dynamicTest(
                    e.getKey(),
                    () -> {
                      RawMessage m = withBody(samples().get(0).message(), e.getValue());

                      Optional<Parsed> read = parse(m, e.getKey());

                      assertThat(read)
                          .as("%s must be an UnusableAlert to %s", e.getKey(), kind().kind())
                          .isEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> noChangedPlaceOfASampleBreaksTheParser() {
    return each(
        s ->
            HostileJson.mutations(s.message().body())
                .forEach((what, body) -> parse(withBody(s.message(), body), what)));
  }

  @TestFactory
  Stream<DynamicTest> noMessageBreaksAuthentication() {
    return HostileJson.rubbish().entrySet().stream()
        .map(
            e ->
                dynamicTest(
                    e.getKey(),
                    () ->
                        refused(
                            source(),
                            new RawMessage(Map.of(), Optional.empty(), e.getValue()),
                            "and no headers, " + e.getKey())));
  }

  // ---- how

  @FunctionalInterface
  private interface Check {
    void make(Sample s) throws UnusableAlert;
  }

  @FunctionalInterface
  private interface HeaderCheck {
    void make(Sample s, String header);
  }

  private Stream<DynamicTest> each(Check check) {
    return samples().stream().map(s -> dynamicTest(s.name(), () -> check.make(s)));
  }

  private Stream<DynamicTest> eachAuthenticatingHeader(HeaderCheck check) {
    return samples().stream()
        .flatMap(
            s ->
                authenticatingHeaders().stream()
                    .filter(h -> s.message().headers().containsKey(h))
                    .map(h -> dynamicTest(s.name() + ", " + h, () -> check.make(s, h))));
  }

  /** Empty where it is unusable; anything else than those two fails the test. */
  private Optional<Parsed> parse(RawMessage message, String what) {
    try {
      return Optional.of(source().parse(message));
    } catch (UnusableAlert e) {
      canaries().assertAbsent("the reason for refusing " + what, e);
      assertThat(e.getMessage()).as("reason for refusing %s", what).isNotBlank();
      JsonPointer.compile(e.pointer());
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new AssertionError(
          kind().kind()
              + ": the parser let a "
              + e.getClass().getSimpleName()
              + " through for "
              + what
              + "; make it an UnusableAlert with a pointer",
          e);
    }
  }

  private void refused(AlertSource source, RawMessage message, String what) {
    Sender sender;
    try {
      sender = source.authenticate(message, now());
    } catch (RuntimeException e) {
      throw new AssertionError(
          kind().kind() + ": authenticate threw for a message " + what + "; answer Refused", e);
    }
    assertThat(sender)
        .as("a message %s must be refused by %s", what, kind().kind())
        .isInstanceOf(Sender.Refused.class);
    canaries().assertAbsent("the reason for refusing a message " + what, sender.toString());
  }

  private static RawMessage withHeaders(RawMessage m, Map<String, List<String>> headers) {
    return new RawMessage(Map.copyOf(headers), m.pathToken(), m.body());
  }

  private static RawMessage withBody(RawMessage m, byte[] body) {
    return new RawMessage(m.headers(), m.pathToken(), body);
  }

  private AlertSource source() {
    return open(kind(), settings());
  }

  private Canaries canaries() {
    return Canaries.of(bound(kind(), settings()));
  }

  private static <S extends Record> S bound(AlertSourceKind<S> kind, Map<String, String> settings) {
    return Settings.bind("source '" + kind.kind() + "'", kind.settings(), settings);
  }

  private static <S extends Record> AlertSource open(
      AlertSourceKind<S> kind, Map<String, String> settings) {
    return kind.open(bound(kind, settings));
  }
}
