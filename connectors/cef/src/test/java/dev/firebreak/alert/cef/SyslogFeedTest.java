package dev.firebreak.alert.cef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.alert.Feed.Receipt;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Settings;
import dev.firebreak.connector.TargetType;
import dev.firebreak.testkit.TestAuthority;
import dev.firebreak.testkit.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed at real sockets, with real certificates. */
@Timeout(120)
class SyslogFeedTest {
  private static final TestAuthority SERVERS = new TestAuthority("Servers' Authority");
  private static final TestAuthority DEVICES = new TestAuthority("Devices' Authority");

  /** Of the same name, so that its clients do show their certificates. */
  private static final TestAuthority STRANGERS = new TestAuthority("Devices' Authority");

  private static final TestCertificate SERVER = SERVERS.issue("firebreak");
  private static final TestCertificate FIREWALL = DEVICES.issueForHost("fw-1.example.com");
  private static final TestCertificate PROXY = DEVICES.issueForHost("proxy-1.example.com");
  private static final String LINE =
      "<13>1 2026-01-15T10:00:00Z h a - - - CEF:0|V|P|1|s|n|5|suser=";

  private final Recorder recorder = new Recorder();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("syslog-port", "0");
    all.put("server-certificate", SERVER.pem());
    all.put("server-key", SERVER.keyPem());
    all.put("client-ca", DEVICES.pem());
    all.putAll(more);
    return all;
  }

  private static CefSettings bound(Map<String, String> more) {
    return Settings.bind("source 'x'", CefSettings.class, settings(more));
  }

  private SyslogListener start(Map<String, String> more) {
    SyslogListener listener = SyslogFeed.of(bound(more)).start(recorder);
    open.add(0, listener);
    return listener;
  }

  private SyslogSender firewall(SyslogListener at) throws IOException {
    SyslogSender sender = SyslogSender.known(at.port(), FIREWALL, SERVERS.pem());
    open.add(0, sender);
    return sender;
  }

  @Test
  void bothFramingsArriveInOrderWithTheSendersName() throws Exception {
    SyslogSender sender = firewall(start(Map.of()));

    sender.counted(LINE + "a");
    sender.send(LINE + "b\n");
    sender.counted(LINE + "c\nand more");

    List<Recorder.Offer> offers = recorder.next(3);
    assertThat(offers)
        .extracting(Recorder.Offer::text)
        .containsExactly(LINE + "a", LINE + "b", LINE + "c\nand more");
    assertThat(offers)
        .allMatch(o -> o.message().header("syslog-peer").equals(Optional.of("fw-1.example.com")))
        .allMatch(o -> o.message().header("content-type").equals(Optional.of("text/plain")));
  }

  @Test
  void aMessageBecomesAnAlertAndOneOfAnotherFormatIsHandedOverToo() throws Exception {
    CefSource source = (CefSource) new CefKind().open(bound(Map.of()));
    SyslogListener listener = (SyslogListener) source.feed().orElseThrow().start(recorder);
    open.add(listener);
    SyslogSender sender = firewall(listener);

    sender.send(LINE + "eve\n<13>Jan 15 10:00:00 h sshd: hello\n");

    Parsed.Alerts alerts = (Parsed.Alerts) source.parse(recorder.next().message());
    assertThat(alerts.alerts().get(0).targets(TargetType.IDENTITY)).containsExactly("eve");
    RawMessage other = recorder.next().message();
    assertThatThrownBy(() -> source.parse(other)).hasMessageContaining("is no CEF line");
  }

  @Test
  void aClientWithoutACertificateIsTurnedAway() throws Exception {
    SyslogListener listener = start(Map.of());
    boolean turnedAway;
    try (SyslogSender nameless = SyslogSender.nameless(listener.port(), SERVERS.pem())) {
      turnedAway = nameless.isTurnedAway();
    } catch (IOException e) {
      turnedAway = true;
    }

    firewall(listener).send(LINE + "known\n");

    assertThat(turnedAway).isTrue();
    assertThat(recorder.next().text()).endsWith("known");
  }

  @Test
  void aClientOfAnotherAuthorityIsTurnedAway() throws Exception {
    SyslogListener listener = start(Map.of());
    TestCertificate stranger = STRANGERS.issueForHost("fw-1.example.com");
    boolean turnedAway;
    try (SyslogSender sender = SyslogSender.known(listener.port(), stranger, SERVERS.pem())) {
      sender.send(LINE + "stranger\n");
      turnedAway = sender.isTurnedAway();
    } catch (IOException e) {
      turnedAway = true;
    }

    firewall(listener).send(LINE + "known\n");

    assertThat(turnedAway).isTrue();
    assertThat(recorder.next().text()).endsWith("known");
  }

  @Test
  void onlyNamedClientsMaySendWhereNamesAreSet() throws Exception {
    SyslogListener listener = start(Map.of("client-names", "other.example.com, FW-1.example.com"));
    try (SyslogSender proxy = SyslogSender.known(listener.port(), PROXY, SERVERS.pem())) {
      assertThat(proxy.isTurnedAway()).isTrue();
    }

    firewall(listener).send(LINE + "named\n");

    assertThat(recorder.next().text()).endsWith("named");
  }

  @Test
  void whatIsNotTakenIsOfferedAgainAndNothingPassesIt() throws Exception {
    AtomicBoolean taking = new AtomicBoolean();
    recorder.answering(t -> taking.get() ? Receipt.STORED : Receipt.LATER);
    SyslogSender sender = firewall(start(Map.of()));
    sender.send(LINE + "1\n" + LINE + "2\n" + LINE + "3\n");
    assertThat(recorder.next(3)).allMatch(o -> o.text().endsWith("suser=1"));

    taking.set(true);

    List<String> stored = new ArrayList<>();
    while (stored.size() < 3) {
      Recorder.Offer offer = recorder.next();
      if (offer.answer() == Receipt.STORED) {
        stored.add(offer.text());
      }
    }
    assertThat(stored).containsExactly(LINE + "1", LINE + "2", LINE + "3");
  }

  @Test
  void theSenderHasToWaitAndNothingIsLost() throws Exception {
    int messages = 24_000;
    String filling = "x".repeat(1_000);
    AtomicBoolean taking = new AtomicBoolean();
    recorder.answering(t -> taking.get() ? Receipt.STORED : Receipt.LATER);
    SyslogSender sender = firewall(start(Map.of()));
    Thread sending =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < messages; i++) {
                  sender.send(LINE + i + " msg=" + filling + "\n");
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    sending.start();
    recorder.next(4);
    assertThat(sending.isAlive()).as("24 MB do not fit into any buffer").isTrue();

    taking.set(true);

    int next = 0;
    while (next < messages) {
      Recorder.Offer offer = recorder.next();
      if (offer.answer() == Receipt.STORED) {
        assertThat(offer.text()).startsWith(LINE + next + " msg=");
        next++;
      }
    }
    sending.join();
  }

  @Test
  void anotherSenderGoesOnWhileOneWaits() throws Exception {
    recorder.answering(t -> t.endsWith("slow") ? Receipt.LATER : Receipt.STORED);
    SyslogListener listener = start(Map.of());
    firewall(listener).send(LINE + "slow\n");
    recorder.next();

    firewall(listener).send(LINE + "quick\n");

    Recorder.Offer offer;
    do {
      offer = recorder.next();
    } while (offer.answer() == Receipt.LATER);
    assertThat(offer.text()).endsWith("quick");
    recorder.answering(t -> Receipt.STORED);
  }

  @Test
  void aReceiverThatThrowsIsOfferedTheMessageAgain() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    recorder.answering(
        t -> {
          if (failed.compareAndSet(false, true)) {
            throw new IllegalStateException("the database is away");
          }
          return Receipt.STORED;
        });

    firewall(start(Map.of())).send(LINE + "a\n");

    assertThat(recorder.next().text()).endsWith("suser=a");
    assertThat(failed).isTrue();
  }

  @Test
  void aBrokenConnectionLeavesATruncatedMessageAndADoneOneAWholeOne() throws Exception {
    SyslogListener listener = start(Map.of());
    SyslogSender broken = firewall(listener);
    broken.counted(LINE + "first");
    broken.send("500 " + LINE + "eve src=203.0.113.2");
    assertThat(recorder.next().text()).endsWith("first");
    broken.breakOff();
    Recorder.Offer cut = recorder.next();
    SyslogSender done = firewall(listener);

    done.send(LINE + "last without a line feed");
    done.close();

    assertThat(cut.text()).endsWith("src=203.0.113.2");
    assertThat(SyslogMessage.isTruncated(cut.message())).isTrue();
    Recorder.Offer whole = recorder.next();
    assertThat(whole.text()).endsWith("last without a line feed");
    assertThat(SyslogMessage.isTruncated(whole.message())).isFalse();
  }

  @Test
  void aMessageThatIsTooLongIsCutAndTheNextOneIsWhole() throws Exception {
    SyslogSender sender = firewall(start(Map.of("max-line", "1024")));

    sender.send(LINE + "y".repeat(100_000) + "\n" + LINE + "next\n");

    Recorder.Offer cut = recorder.next();
    assertThat(cut.message().body()).hasSize(1_024);
    assertThat(SyslogMessage.isTruncated(cut.message())).isTrue();
    assertThat(recorder.next().text()).isEqualTo(LINE + "next");
  }

  @Test
  void oneSenderTooManyIsTurnedAwayAndMayComeBack() throws Exception {
    SyslogListener listener = start(Map.of("max-connections", "1"));
    SyslogSender first = firewall(listener);
    first.send(LINE + "first\n");
    recorder.next();
    SyslogSender second = firewall(listener);
    assertThat(second.isTurnedAway()).isTrue();

    first.close();

    Optional<Recorder.Offer> offer = Optional.empty();
    while (offer.isEmpty()) {
      try (SyslogSender again = SyslogSender.known(listener.port(), PROXY, SERVERS.pem())) {
        again.send(LINE + "again\n");
        offer = recorder.soon();
      } catch (IOException e) {
        // Not yet.
      }
    }
    assertThat(offer.orElseThrow().text()).endsWith("again");
  }

  @Test
  void silentStrangersKeepNoSenderOut() throws Exception {
    SyslogListener listener = start(Map.of());
    for (int i = 0; i < 31; i++) {
      open.add(0, new Socket("127.0.0.1", listener.port()));
    }

    firewall(listener).send(LINE + "a\n");

    assertThat(recorder.next().text()).endsWith("suser=a");
  }

  @Test
  void manySendersAtOnceLoseNothing() throws Exception {
    SyslogListener listener = start(Map.of());
    List<Thread> senders =
        IntStream.range(0, 8)
            .mapToObj(
                s ->
                    new Thread(
                        () -> {
                          try (SyslogSender sender =
                              SyslogSender.known(listener.port(), FIREWALL, SERVERS.pem())) {
                            for (int i = 0; i < 200; i++) {
                              sender.counted(LINE + s + "-" + i);
                            }
                          } catch (IOException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();

    senders.forEach(Thread::start);

    assertThat(recorder.next(1_600)).extracting(Recorder.Offer::text).doesNotHaveDuplicates();
  }

  @Test
  void closingWaitsForTheMessageUnderWayAndHandsOverWhatWasRead() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    recorder.answering(
        t -> {
          entered.countDown();
          try {
            leave.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Receipt.STORED;
        });
    SyslogListener listener = start(Map.of());
    SyslogSender sender = firewall(listener);
    sender.send(LINE + "1\n" + LINE + "2\n");
    entered.await();
    Thread closing =
        new Thread(
            () -> {
              try {
                listener.close();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      assertThat(closing.getState()).as("it waits").isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }

    leave.countDown();
    closing.join();

    assertThat(recorder.rest())
        .extracting(Recorder.Offer::text)
        .containsExactly(LINE + "1", LINE + "2");
  }

  @Test
  void itCanBeStartedAgainOnTheSamePort() throws Exception {
    SyslogListener first = start(Map.of());
    SyslogSender sender = firewall(first);
    sender.send(LINE + "1\n");
    recorder.next();
    int port = first.port();
    first.close();
    assertThat(sender.isTurnedAway()).isTrue();

    SyslogListener second = start(Map.of("syslog-port", Integer.toString(port)));
    firewall(second).send(LINE + "2\n");

    assertThat(recorder.next().text()).endsWith("suser=2");
  }

  @Test
  void aPortInUseIsToldAtOnce() {
    SyslogListener listener = start(Map.of());
    SyslogFeed second =
        SyslogFeed.of(bound(Map.of("syslog-port", Integer.toString(listener.port()))));

    assertThatThrownBy(() -> second.start(recorder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + listener.port())
        .hasMessageContaining("syslog-port");
  }

  @Test
  void withoutASecretNothingIsTakenAtTheHook() {
    Sender sender =
        new CefKind()
            .open(bound(Map.of()))
            .authenticate(
                new RawMessage(Map.of(), Optional.empty(), new byte[0]),
                Instant.parse("2026-01-15T12:00:00Z"));

    assertThat(((Sender.Refused) sender).reason()).contains("syslog");
  }

  @Test
  void withoutAPortThereIsNoFeed() {
    CefSettings http =
        Settings.bind("source 'x'", CefSettings.class, Map.of("secret", "0123456789abcdef"));

    assertThat(new CefKind().open(http).feed()).isEmpty();
  }

  @Test
  void settingsThatCannotWorkSaySo() {
    Map<String, Map<String, String>> wrong = new HashMap<>();
    wrong.put("syslog-port must be", Map.of("syslog-port", "70000"));
    wrong.put("max-line must be", Map.of("max-line", "10"));
    wrong.put("max-connections must be", Map.of("max-connections", "0"));
    wrong.put("server-key is not the key", Map.of("server-key", FIREWALL.keyPem()));
    wrong.put("server-key must be", Map.of("server-key", "canary-key"));
    wrong.put("client-ca must be PEM", Map.of("client-ca", "canary-ca"));
    wrong.put("next-secret is set without", Map.of("next-secret", "0123456789abcdef"));
    wrong.forEach(
        (message, more) ->
            assertThatThrownBy(() -> new CefKind().open(bound(more)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("canary"));
  }

  @Test
  void aListenerWithoutCertificatesIsRefused() {
    assertThatThrownBy(
            () -> Settings.bind("source 'x'", CefSettings.class, Map.of("syslog-port", "6514")))
        .hasMessageContaining("client-ca");
    assertThatThrownBy(() -> Settings.bind("source 'x'", CefSettings.class, Map.of()))
        .hasMessageContaining("set secret (for HTTP), syslog-port (for syslog), or both");
  }
}
