package dev.firebreak.connector.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.ConnectorKind;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.testkit.DescriptionContract;
import dev.firebreak.testkit.TestAuthority;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTest extends DescriptionContract {
  private static final Instant NOW = Instant.parse("2026-03-01T09:05:07Z");
  private static final String STEP = "0123456789abcdef0123456789abcdef01234567";
  private static final String ID = "<firebreak-" + STEP + "@example.com>";
  private static final String SOC = "soc@example.com";

  private final TestAuthority authority = new TestAuthority("Test authority");
  private final SSLContext localhost = authority.issueForHost("localhost").server();
  private final MailHost host = MailHost.with(MailHost.Mode.STARTTLS, localhost);

  @Override
  protected ConnectorKind<?> kind() {
    return new SmtpKind();
  }

  @Override
  protected Map<String, String> settings() {
    return settings(host.port(), Map.of());
  }

  @Override
  protected Connector connector() {
    return connector(settings());
  }

  @BeforeEach
  void forget() {
    host.forget();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  // ---- a mail on its way

  @Test
  void aMailGoesOutOverStartTlsAsTheUser() throws Exception {
    Sent sent = send(connector(), mail("Withdrawals frozen", "hot-1 is frozen\nby Firebreak"));

    assertThat(sent).isEqualTo(new Sent(ID, List.of(SOC), List.of()));
    MailHost.Delivery delivery = only(host);
    assertThat(delivery.from()).isEqualTo("firebreak@example.com");
    assertThat(delivery.to()).containsExactly(SOC);
    assertThat(delivery.overTls()).isTrue();
    assertThat(delivery.signedIn()).isTrue();
    assertThat(delivery.hello()).isEqualTo("example.com");
    assertThat(host.logins()).containsExactly(MailHost.USER);
    MimeMessage message = message(delivery);
    assertThat(message.getHeader("Message-ID")).containsExactly(ID);
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("Date")).containsExactly("Sun, 1 Mar 2026 09:05:07 +0000");
    assertThat(message.getHeader("From")).containsExactly("Firebreak <firebreak@example.com>");
    assertThat(message.getHeader("To")).containsExactly(SOC);
    assertThat(message.getSubject()).isEqualTo("Withdrawals frozen");
    assertThat(lines(message.getContent())).containsExactly("hot-1 is frozen", "by Firebreak");
    assertThat(message.getAllHeaders().asIterator())
        .toIterable()
        .extracting(h -> h.getName())
        .containsExactlyInAnyOrder(
            "Received",
            "Date",
            "From",
            "To",
            "Message-ID",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Auto-Submitted");
  }

  @Test
  void aServerOfTls12IsNotAskedToNegotiateTwice() throws Exception {
    try (MailHost old = MailHost.speaking(localhost, "TLSv1.2")) {
      Sent sent = send(connector(settings(old.port(), Map.of())), mail("a", "b"));

      assertThat(sent.accepted()).containsExactly(SOC);
      assertThat(old.handshakes()).isEqualTo(1);
    }
  }

  @Test
  void aMailGoesOutOverTlsFromTheFirstByte() throws Exception {
    try (MailHost implicit = MailHost.with(MailHost.Mode.TLS, localhost)) {
      Sent sent =
          send(connector(settings(implicit.port(), Map.of("security", "tls"))), mail("a", "b"));

      assertThat(sent.accepted()).containsExactly(SOC);
      assertThat(only(implicit).signedIn()).isTrue();
    }
  }

  @Test
  void aMailGoesOutInTheClearToThisMachineOnly() throws Exception {
    try (MailHost clear = MailHost.with(MailHost.Mode.CLEAR, localhost)) {
      Sent sent = send(connector(inTheClear(clear.port())), mail("a", "b"));

      assertThat(sent.accepted()).containsExactly(SOC);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1.2.3, true",
    "192.168.1.1, true",
    "172.31.0.1, true",
    "::1, true",
    "fd00::5, true",
    "fe80::1, true",
    "172.32.0.1, false",
    "8.8.8.8, false",
    "2001:4860:4860::8888, false"
  })
  void whatIsPrivateEnoughForMailInTheClear(String address, boolean enough) throws Exception {
    assertThat(MailServer.isPrivate(InetAddress.getByName(address))).isEqualTo(enough);
  }

  @Test
  void anotherScriptAndAnEmojiArriveAsTheyWere() throws Exception {
    send(connector(), mail("출금 동결 \ud83d\ude80 hot-1", "안녕하세요 <b>\n" + "x".repeat(3_000)));

    MimeMessage message = message(only(host));
    assertThat(message.getSubject()).isEqualTo("출금 동결 \ud83d\ude80 hot-1");
    assertThat(lines(message.getContent())).containsExactly("안녕하세요 <b>", "x".repeat(3_000));
    assertThat(raw(only(host)).lines()).allMatch(l -> l.length() <= 998);
  }

  @Test
  void htmlIsTheEscapedTextBesideThePlainOne() throws Exception {
    NewMail both =
        new NewMail(List.of(SOC), "a", "<script>alert('1')</script> &\n\"b\"", Optional.of(true));

    send(connector(), both);

    MimeMultipart parts = (MimeMultipart) message(only(host)).getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(lines(parts.getBodyPart(0).getContent()))
        .containsExactly("<script>alert('1')</script> &", "\"b\"");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
    assertThat(String.valueOf(parts.getBodyPart(1).getContent()))
        .contains("<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp;<br>")
        .doesNotContain("<script>");
  }

  @Test
  void itWorksOnAThreadThatKnowsNothingOfTheApplication() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      Sent sent = send(connector(), new NewMail(List.of(SOC), "é", "안녕", Optional.of(true)));

      assertThat(sent.accepted()).containsExactly(SOC);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  // ---- nothing smuggled in

  @Test
  void aSubjectIsOneHeaderWhateverItSays() throws Exception {
    send(connector(), mail("a\r\nBcc: mallory@evil.example\r\n\r\nb\u2028c\u0000d\u202e", "text"));

    MimeMessage message = message(only(host));
    assertThat(message.getSubject()).isEqualTo("a Bcc: mallory@evil.example b c d");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(only(host).to()).containsExactly(SOC);
  }

  @Test
  void aTextThatLooksLikeTheEndOfTheMailIsText() throws Exception {
    String text =
        "a\r\n.\r\nMAIL FROM:<mallory@evil.example>\n.\nRCPT TO:<x@evil.example>\r.\r.x\n..";

    send(connector(), mail("a", text));

    assertThat(lines(message(only(host)).getContent()))
        .containsExactly(
            "a",
            ".",
            "MAIL FROM:<mallory@evil.example>",
            ".",
            "RCPT TO:<x@evil.example>",
            ".",
            ".x",
            "..");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soc",
        "@example.com",
        "soc@",
        "a@example.com,b@example.com",
        "a@example.com\r\nRCPT TO:<b@evil.example>",
        "<a@example.com>",
        "A <a@example.com>",
        "\"a b\"@example.com",
        "a b@example.com",
        "@evil.example:a@example.com",
        "a@evil.example@example.com",
        "a@example.com SIZE=1",
        "a@[127.0.0.1]",
        "a@-example.com",
        "ä@example.com",
        "a..b@example.com"
      })
  void whatIsNoPlainAddressIsRefused(String address) {
    assertThatThrownBy(() -> new NewMail(List.of(address), "a", "b", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'to'");
  }

  @Test
  void mailGoesOnlyToWhomTheSettingNames() {
    NewMail leak =
        new NewMail(
            List.of(SOC, "press@news.example", "ana@sub.acme.example"), "a", "b", Optional.empty());

    ActionFailure failure = fails(connector(), leak);

    assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(failure)
        .hasMessageContaining("may not go to press@news.example, ana@sub.acme.example:");
    assertThat(host.logins()).isEmpty();
  }

  @Test
  void aDomainIsNamedWithAllItsAddressesInAnyCase() throws Exception {
    NewMail anywhere =
        new NewMail(List.of("Ana@ACME.example", "SOC@example.com"), "a", "b", Optional.empty());

    Sent sent = send(connector(), anywhere);

    assertThat(sent.accepted()).containsExactly("Ana@ACME.example", "SOC@example.com");
  }

  // ---- who the server is, and who we are

  @Test
  void aServerWithTheNameOfAnotherGetsNoPassword() {
    try (MailHost other =
        MailHost.with(
            MailHost.Mode.STARTTLS, authority.issueForHost("mail.other.example").server())) {
      ActionFailure failure = fails(connector(settings(other.port(), Map.of())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("no TLS (is its certificate trusted");
      assertThat(other.logins()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTTLS", "TLS"})
  void aServerOfAnotherAuthorityGetsNoPassword(MailHost.Mode mode) {
    SSLContext foreign = new TestAuthority("Somebody else").issueForHost("localhost").server();
    try (MailHost other = MailHost.with(mode, foreign)) {
      ActionFailure failure =
          fails(connector(settings(other.port(), Map.of("security", mode.name()))), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(other.logins()).isEmpty();
    }
  }

  @Test
  void aServerWithoutStartTlsIsToldNothing() throws Exception {
    try (Script script =
        new Script(
            s -> {
              s.say("220 hello").hear().say("250-mail.test").say("250 AUTH PLAIN").hearTheEnd();
            })) {
      ActionFailure failure = fails(connector(settings(script.port(), Map.of())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure).hasMessageContaining("offers no STARTTLS");
      assertThat(script.heard()).containsExactly("EHLO example.com");
    }
  }

  @Test
  void whatComesInTheClearBeforeTlsIsNotTakenForAnAnswerWithinIt() throws Exception {
    try (Script script =
        new Script(
            s -> {
              s.say("220 hello").hear().say("250-mail.test").say("250 STARTTLS").hear();
              s.sayRaw("220 go\r\n250-mail.test\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n");
              s.secured(localhost).hear().say("250 mail.test").hearTheEnd();
            })) {
      ActionFailure failure = fails(connector(settings(script.port(), Map.of())), mail("a", "b"));

      assertThat(failure).hasMessageContaining("offers no AUTH");
      assertThat(script.heard())
          .startsWith("EHLO example.com", "STARTTLS", "EHLO example.com")
          .noneMatch(l -> l.startsWith("AUTH"));
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() {
    ActionFailure failure =
        fails(connector(settings(host.port(), Map.of("password", "wrong-horse"))), mail("a", "b"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("did not sign us in (535")
        .hasMessageContaining("check 'user' and 'password'")
        .hasMessageNotContaining("wrong-horse");
    assertThat(host.logins()).hasSize(1);
  }

  @Test
  void aServerThatAsksForNoPasswordIsNotTakenForOneThatKnowsUs() {
    try (MailHost open = MailHost.withoutSignIn(localhost)) {
      ActionFailure failure = fails(connector(settings(open.port(), Map.of())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure).hasMessageContaining("offers no AUTH");
      assertThat(open.deliveries()).isEmpty();
    }
  }

  @Test
  void aServerThatRepeatsThePasswordIsNotQuotedWithIt() {
    String said =
        "554 5.7.1 correct-horse-battery AGZpcmVicmVhawBjb3JyZWN0LWhvcnNlLWJhdHRlcnk="
            + " Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5\r\n";

    String shown = SmtpErrors.said(bind(settings()), said);

    assertThat(shown).isEqualTo(" (554 5.7.1 (secret) (secret) (secret))");
  }

  // ---- what the answers mean

  @ParameterizedTest
  @CsvSource({
    "from, 451, UNAVAILABLE",
    "from, 553, REFUSED",
    "soc@example.com, 450, UNAVAILABLE",
    "soc@example.com, 452, UNAVAILABLE",
    "soc@example.com, 550, REFUSED",
    "soc@example.com, 552, REFUSED",
    "data, 451, UNAVAILABLE",
    "data, 554, REFUSED"
  })
  void aFourIsTriedAgainAndAFiveIsFinal(String where, int code, Kind kind) {
    host.reject(where, code);

    ActionFailure failure = fails(connector(), mail("a", "b"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining("localhost:" + host.port() + " did not take mail " + ID)
        .hasMessageContaining(code + " no, said the test about " + where);
    assertThat(host.deliveries()).isEmpty();
  }

  @Test
  void aMailThatGoesToSomeOfThemIsOutAndSaysToWhom() throws Exception {
    host.reject("gone@acme.example", 550);
    host.reject("full@acme.example", 452);
    NewMail toThree =
        new NewMail(
            List.of("gone@acme.example", SOC, "full@acme.example"), "a", "b", Optional.empty());

    Sent sent = send(connector(), toThree);

    assertThat(sent)
        .isEqualTo(new Sent(ID, List.of(SOC), List.of("gone@acme.example", "full@acme.example")));
    assertThat(only(host).to()).containsExactly(SOC);
    assertThat(Json.mapper().readValue(Json.write(sent), Sent.class)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"550, 551, REFUSED", "550, 450, UNAVAILABLE", "450, 550, UNAVAILABLE"})
  void oneThatMayBeTakenLaterKeepsTheMailAlive(int first, int second, Kind kind) {
    host.reject("a@acme.example", first);
    host.reject("b@acme.example", second);

    ActionFailure failure =
        fails(
            connector(),
            new NewMail(List.of("a@acme.example", "b@acme.example"), "a", "b", Optional.empty()));

    assertThat(failure.kind()).isEqualTo(kind);
  }

  @Test
  void aConnectionLostAfterTheWholeMailIsUnknownAndNotRepeated() throws Exception {
    try (Script script = new Script(s -> s.upToData().hearData().cut())) {
      ActionFailure failure = fails(connector(inTheClear(script.port())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(failure).hasMessageContaining("all of mail " + ID + " was sent");
      assertThat(action(connector()).repeatable()).isFalse();
    }
  }

  @Test
  void aServerThatSaysNothingAfterTheWholeMailIsUnknown() throws Exception {
    try (Script script = new Script(s -> s.upToData().hearData().hearTheEnd())) {
      Map<String, String> hasty = new HashMap<>(inTheClear(script.port()));
      hasty.put("timeout", "PT1S");

      ActionFailure failure = fails(connector(hasty), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void aNonsensicalAnswerToTheWholeMailIsUnknown() throws Exception {
    try (Script script = new Script(s -> s.upToData().hearData().say("hello?").hearTheEnd())) {
      ActionFailure failure = fails(connector(inTheClear(script.port())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void aConnectionLostInTheMiddleOfTheMailIsUnavailable() throws Exception {
    SmtpSettings known = bind(settings());
    Mail mail = Mail.of(Session.getInstance(new Properties()), known, call(mail("a", "b")), NOW);
    OutputStream broken =
        new OutputStream() {
          private int room = 200;

          @Override
          public void write(int b) throws IOException {
            if (room-- == 0) {
              throw new IOException("connection reset");
            }
          }
        };
    IOException lost =
        catchThrowableOfType(IOException.class, () -> mail.writeTo(broken, new String[0]));

    ActionFailure failure =
        SmtpErrors.sending(known, mail, ID, new MessagingException("lost", lost));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("before all of the mail was sent");
  }

  @Test
  void aConnectionLostBeforeTheMailIsUnavailable() throws Exception {
    try (Script script =
        new Script(
            s ->
                s.say("220 hello").hear().say("250 mail.test").hear().say("250 ok").hear().cut())) {
      ActionFailure failure = fails(connector(inTheClear(script.port())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("before all of the mail was sent");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "421 too busy, UNAVAILABLE",
    "554 go away, REFUSED",
    "hello?, UNAVAILABLE",
    "'', UNAVAILABLE"
  })
  void aServerThatDoesNotGreetIsNoServer(String greeting, Kind kind) throws Exception {
    try (Script script = new Script(s -> s.say(greeting).hearTheEnd())) {
      ActionFailure failure = fails(connector(inTheClear(script.port())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(kind);
    }
  }

  @Test
  void aServerThatNeverStopsTalkingIsCutOff() throws Exception {
    try (Script script =
        new Script(
            s -> {
              s.say("220 hello").hear();
              while (true) {
                s.sayRaw("250-" + "x".repeat(60_000) + "\r\n");
              }
            })) {
      ActionFailure failure = fails(connector(inTheClear(script.port())), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void aServerThatTricklesIsCutOffInTheEnd() throws Exception {
    try (Script script =
        new Script(
            s -> {
              while (true) {
                s.sayRaw("2");
                LockSupport.parkNanos(20_000_000);
              }
            })) {
      Map<String, String> hasty = new HashMap<>(inTheClear(script.port()));
      hasty.put("timeout", "PT0.2S");

      ActionFailure failure = fails(connector(hasty), mail("a", "b"));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void nobodyListeningIsUnavailableAndAnUnlistedHostRefused() throws Exception {
    int closed = closedPort();

    ActionFailure nobody = fails(connector(settings(closed, Map.of())), mail("a", "b"));
    ActionFailure unlisted =
        fails(connector(settings(closed, Map.of("host", "127.0.0.2"))), mail("a", "b"));

    assertThat(nobody.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(unlisted.kind()).isEqualTo(Kind.REFUSED);
    assertThat(unlisted).hasMessageContaining("private-hosts");
  }

  @Test
  void allItDoesIsToTell() {
    assertThat(connector().actions()).allMatch(a -> a.effect() == Effect.NOTIFY);
  }

  // ---- inputs and settings

  @Test
  void emptyAndEndlessInputsAreNamedOrCut() {
    assertThatThrownBy(() -> new NewMail(List.of(), "a", "b", Optional.empty()))
        .hasMessageContaining("input 'to'");
    assertThatThrownBy(() -> new NewMail(List.of(SOC), "\u0000\n", "b", Optional.empty()))
        .hasMessageContaining("input 'subject'");
    assertThatThrownBy(() -> new NewMail(List.of(SOC), "a", " \n", Optional.empty()))
        .hasMessageContaining("input 'text'");
    NewMail endless = mail("s".repeat(900), "x".repeat(60_000));
    assertThat(endless.subject()).hasSize(200).endsWith("...");
    assertThat(endless.text())
        .hasSize(50_000)
        .endsWith("[Cut by Firebreak: the text had 60000 characters.]");
  }

  @ParameterizedTest
  @CsvSource({
    "host, 'mail host', host",
    "security, maybe, security",
    "security, none, security",
    "from, Firebreak, from",
    "from, 'a@example.com>\r\nRCPT TO:<b@c>', from",
    "recipients, '', recipients",
    "recipients, 'example.com', recipients",
    "recipients, '*', recipients",
    "recipients, '@', recipients",
    "timeout, PT0S, timeout",
    "timeout, PT2M, timeout"
  })
  void aSettingThatCannotWorkIsNamed(String key, String value, String named) {
    assertThatThrownBy(() -> bind(settings(587, Map.of(key, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + named + "'");
  }

  @Test
  void aUserWithoutAPasswordIsRefused() {
    Map<String, String> half = new HashMap<>(settings(587, Map.of()));
    half.remove("password");

    assertThatThrownBy(() -> bind(half)).hasMessageContaining("'user' and 'password' both");
  }

  // ---- readiness

  @Test
  void readinessSignsInAndNamesTheSenderWithoutAMail() throws Exception {
    Readiness ready = connector().readiness();

    assertThat(ready.account()).isEqualTo("user firebreak at localhost:" + host.port());
    assertThat(ready.grants())
        .singleElement()
        .satisfies(g -> assertThat(g.state()).isEqualTo(Readiness.State.GRANTED));
    assertThat(host.logins()).hasSize(1);
    assertThat(host.deliveries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"553, MISSING", "451, UNTOLD"})
  void aSenderTheServerDoesNotTakeIsTold(int code, Readiness.State state) throws Exception {
    host.reject("from", code);

    Readiness ready = connector().readiness();

    assertThat(ready.grants()).allMatch(g -> g.state() == state);
  }

  @Test
  void readinessTellsAWrongPasswordAndAServerThatIsNotThere() throws Exception {
    Connector stranger = connector(settings(host.port(), Map.of("password", "wrong-horse")));
    Connector nowhere = connector(settings(closedPort(), Map.of()));

    ActionFailure refused = catchThrowableOfType(ActionFailure.class, stranger::readiness);
    ActionFailure away = catchThrowableOfType(ActionFailure.class, nowhere::readiness);

    assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
    assertThat(away.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- how

  private Map<String, String> settings(int port, Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "host",
                "localhost",
                "port",
                Integer.toString(port),
                "user",
                MailHost.USER,
                "password",
                MailHost.PASSWORD,
                "from",
                "firebreak@example.com",
                "recipients",
                "soc@example.com, @acme.example",
                "ca-certificate",
                authority.pem()));
    all.putAll(more);
    return Map.copyOf(all);
  }

  private Map<String, String> inTheClear(int port) {
    Map<String, String> all = new HashMap<>(settings(port, Map.of("security", "none")));
    all.keySet().removeAll(List.of("user", "password"));
    return Map.copyOf(all);
  }

  private static SmtpSettings bind(Map<String, String> settings) {
    return Settings.bind("connector 'smtp'", SmtpSettings.class, settings);
  }

  private static Connector connector(Map<String, String> settings) {
    return new SmtpKind().open(bind(settings), new TestAccess(Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static NewMail mail(String subject, String text) {
    return new NewMail(List.of(SOC), subject, text, Optional.empty());
  }

  @SuppressWarnings("unchecked")
  private static Action<NewMail, Sent> action(Connector connector) {
    return (Action<NewMail, Sent>) connector.actions().get(0);
  }

  private static Sent send(Connector connector, NewMail mail) throws ActionFailure {
    return action(connector).body().run(call(mail));
  }

  private static Call<NewMail> call(NewMail mail) {
    return new Call<>(mail, STEP, "incident-1", NOW.plusSeconds(300));
  }

  private static ActionFailure fails(Connector connector, NewMail mail) {
    return catchThrowableOfType(ActionFailure.class, () -> send(connector, mail));
  }

  private static MailHost.Delivery only(MailHost host) {
    assertThat(host.deliveries()).hasSize(1);
    return host.deliveries().get(0);
  }

  private static String raw(MailHost.Delivery delivery) {
    return new String(delivery.data(), StandardCharsets.ISO_8859_1);
  }

  private static MimeMessage message(MailHost.Delivery delivery) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(delivery.data()));
  }

  private static List<String> lines(Object content) {
    return String.valueOf(content).lines().toList();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
