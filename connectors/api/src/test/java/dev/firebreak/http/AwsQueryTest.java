package dev.firebreak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsQueryTest {
  private static final String SECRET = "madeUpSecretAccessKey/5f0c";
  private static final String TOKEN = "madeUpSessionToken/77aa";
  private static final String RESULT =
      "<GetXResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetXResult><X><Name> n"
          + " </Name></X><X><Name>m</Name></X></GetXResult></GetXResponse>";

  private final HttpServer server;
  private final VendorHttp http;
  private final AwsQuery aws;
  private int status = 200;
  private String body = RESULT;
  private Optional<Arrived> arrived = Optional.empty();

  private record Arrived(String method, URI uri, Map<String, String> headers, byte[] body) {}

  AwsQueryTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    http = VendorHttp.open(Endpoint.at(base), List.of("127.0.0.1"));
    AwsKey key =
        new AwsKey(Secret.of("ASIAMADEUP"), Secret.of(SECRET), Optional.of(Secret.of(TOKEN)));
    aws =
        new AwsQuery(
            http, "/", new AwsSignature(key, "us-east-1", "iam", Clock.systemUTC()), "2010-05-08");
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((n, v) -> headers.put(n.toLowerCase(Locale.ROOT), String.join(",", v)));
    arrived =
        Optional.of(
            new Arrived(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                exchange.getRequestBody().readAllBytes()));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void aReadArrivesSignedAsAGet() throws ActionFailure {
    XmlPart result = aws.read("GetX", Map.of("Name", "a+b c")).result("reading x");

    assertThat(arrived.orElseThrow().method()).isEqualTo("GET");
    assertThat(arrived.get().uri().getRawQuery())
        .isEqualTo("Action=GetX&Version=2010-05-08&Name=a%2Bb%20c");
    assertThat(signatureSent()).isEqualTo(signatureByHand());
    assertThat(result.text("GetXResult/X/Name")).contains("n");
    assertThat(result.all("GetXResult/X")).hasSize(2);
    assertThat(result.text("GetXResult/Y")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a&b=c", "\r\n", "é"})
  void anyTextIsAValueAndNothingElse(String value) throws ActionFailure {
    aws.read("GetX", Map.of("Name", value)).result("reading x");

    String query = arrived.orElseThrow().uri().getRawQuery();
    assertThat(query.split("&", -1)).hasSize(3);
    assertThat(URLDecoder.decode(query.substring(query.indexOf("Name=") + 5), UTF_8))
        .isEqualTo(value);
    assertThat(signatureSent()).isEqualTo(signatureByHand());
  }

  @Test
  void aChangeArrivesSignedAsAFormWithTheSessionToken() throws ActionFailure {
    aws.change("PutX", Map.of("Document", "{\"a\": \"*\"}")).result("writing x");

    assertThat(arrived.orElseThrow().method()).isEqualTo("POST");
    assertThat(new String(arrived.get().body(), StandardCharsets.UTF_8))
        .isEqualTo("Action=PutX&Version=2010-05-08&Document=%7B%22a%22%3A%20%22%2A%22%7D");
    assertThat(arrived.get().headers()).containsEntry("x-amz-security-token", TOKEN);
    assertThat(signatureSent()).isEqualTo(signatureByHand());
  }

  @ParameterizedTest
  @CsvSource({
    "400, Throttling, UNAVAILABLE",
    "503, RequestLimitExceeded, UNAVAILABLE",
    "400, RequestLimitExceeded, UNAVAILABLE",
    "409, ConcurrentModification, UNAVAILABLE",
    "409, EntityTemporarilyUnmodifiable, UNAVAILABLE",
    "403, AccessDenied, REFUSED",
    "403, UnauthorizedOperation, REFUSED",
    "403, InvalidClientTokenId, REFUSED",
    "404, NoSuchEntity, REFUSED",
    "409, LimitExceeded, REFUSED",
    "500, InternalFailure, UNKNOWN"
  })
  void anErrorOfAChangeIsOfItsKind(int httpStatus, String code, Kind kind) {
    status = httpStatus;
    body = iamError(code, "because");

    ActionFailure failure = changeFails();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(code);
  }

  @Test
  void theErrorsOfEc2AreReadToo() throws ActionFailure {
    status = 412;
    body =
        "<?xml version=\"1.0\"?><Response><Errors><Error><Code>DryRunOperation</Code><Message>Would"
            + " have succeeded</Message></Error></Errors><RequestID>1</RequestID></Response>";

    AwsAnswer answer = aws.read("ModifyX", Map.of("DryRun", "true"));

    assertThat(answer.failedWith("DryRunOperation")).isTrue();
    assertThat(answer.said()).isEqualTo("DryRunOperation Would have succeeded");
  }

  @Test
  void aClockThatIsWrongIsSaidInASentence() {
    status = 403;
    body = iamError("SignatureDoesNotMatch", "Signature expired: ... " + TOKEN);

    ActionFailure failure = changeFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("NTP").hasMessageNotContaining(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestExpired", "RequestTimeTooSkewed"})
  void aRequestOutOfTimeIsSaidInASentence(String code) {
    status = 400;
    body = iamError(code, "");

    assertThat(changeFails()).hasMessageContaining("the clock of this machine differs from AWS's");
  }

  @Test
  void whatAwsQuotesOfTheKeyIsTakenOut() {
    status = 403;
    body = iamError("AccessDenied", "key ASIAMADEUP with " + SECRET + " and " + TOKEN + "\n");

    assertThat(changeFails())
        .hasMessageContaining("key (access key id) with (secret) and (session token)")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>no</html>",
        "<ErrorResponse><Error><Code>a b\nc</Code></Error></ErrorResponse>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Response>&b;</Response>"
      })
  void anErrorWithoutACodeIsJudgedByItsStatus(String rubbish) {
    status = 403;
    body = rubbish;

    assertThat(changeFails().kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void aSuccessThatIsNoXmlIsUnknownForAChangeAndUnavailableForARead() {
    body = "{}";

    ActionFailure change = changeFails();
    ActionFailure read =
        catchThrowableOfType(
            ActionFailure.class, () -> aws.read("GetX", Map.of()).result("reading x"));

    assertThat(change.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(read.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void deepNestingDoesNotRecurse() throws ActionFailure {
    body = "<a>" + "<b>".repeat(50_000) + "x" + "</b>".repeat(50_000) + "</a>";

    assertThat(aws.read("GetX", Map.of()).result("reading x").text("b")).isEmpty();
  }

  private ActionFailure changeFails() {
    return catchThrowableOfType(
        ActionFailure.class, () -> aws.change("PutX", Map.of()).result("writing x"));
  }

  private String signatureSent() {
    return authorization().replaceAll(".*Signature=", "");
  }

  private String signatureByHand() {
    Arrived a = arrived.orElseThrow();
    Map<String, String> signed = new LinkedHashMap<>(a.headers());
    signed
        .keySet()
        .retainAll(
            List.of(authorization().replaceAll(".*SignedHeaders=([^,]*),.*", "$1").split(";")));
    String query = a.uri().getRawQuery() == null ? "" : a.uri().getRawQuery();
    return new SigV4ByHand(a.method(), a.uri().getRawPath(), query, signed, a.body())
        .signature(SECRET, "us-east-1", "iam");
  }

  private String authorization() {
    return arrived.orElseThrow().headers().get("authorization");
  }

  private static String iamError(String code, String message) {
    return "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender"
        + "</Type><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
  }
}
