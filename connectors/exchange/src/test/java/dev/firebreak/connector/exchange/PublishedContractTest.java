package dev.firebreak.connector.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector on the wire, held against {@code withdrawal-service.openapi.yaml}. */
class PublishedContractTest {
  private static final String SECRET = "not-a-real-key-0123456789";
  private static final String PREFIX = "/mounted/here";

  private final FakeVendor vendor = FakeVendor.start();
  private JsonNode contract;

  @BeforeEach
  void readTheContract() throws IOException {
    Path file = Path.of(System.getProperty("basedir", ""), "withdrawal-service.openapi.yaml");
    contract = new YAMLMapper().readTree(Files.readAllBytes(file));
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  @Test
  void theWorkedExampleIsWhatTheSignerMakes() {
    JsonNode example = contract.path("x-signature-example");
    byte[] body = example.path("body").textValue().getBytes(StandardCharsets.UTF_8);
    Request request =
        new Request(
            example.path("method").textValue(),
            example.path("pathAndQuery").textValue(),
            Map.of(),
            Optional.of(body));
    Secret secret = Secret.of(example.path("secret").textValue());
    Signer signer = new Signer(example.path("keyId").textValue(), secret, Clock.systemUTC());
    Endpoint endpoint = Endpoint.at(URI.create("https://withdrawals.exchange.example"));

    String signature =
        signer.signature(
            example.path("timestamp").textValue(),
            example.path("nonce").textValue(),
            request,
            endpoint);

    assertThat(signature).isEqualTo(example.path("signature").textValue());
    assertThat(sha256(body)).isEqualTo(example.path("bodySha256").textValue());
  }

  @Test
  void everyReferenceInTheContractLeadsSomewhere() {
    List<String> references = contract.findValuesAsText("$ref");

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(r -> assertThat(contract.at(r.substring(1)).isMissingNode()).as(r).isFalse());
  }

  @Test
  void everyRequestTheConnectorSendsIsInTheContract() throws Exception {
    for (LoggedRequest sent : sentByAllActions(vendor.url())) {
      String path = path(sent);
      JsonNode operation =
          contract.path("paths").properties().stream()
              .filter(e -> path.matches(e.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
              .map(e -> e.getValue().path(sent.getMethod().getName().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("not in the contract: " + sent.getUrl()));

      assertThat(operation.isObject()).as(sent.getMethod() + " " + path).isTrue();
      assertThat(queryNames(sent)).isSubsetOf(parameters(operation, "query"));
      assertThat(sent.containsHeader("Idempotency-Key"))
          .as("Idempotency-Key on %s %s", sent.getMethod(), path)
          .isEqualTo(operation.path("parameters").toString().contains("IdempotencyKey"));
      checkBody(sent, operation);
    }
  }

  @Test
  void everyRequestIsSignedOverItsExactBytes() throws Exception {
    List<String> nonces = new ArrayList<>();

    for (LoggedRequest sent : sentByAllActions(vendor.url() + PREFIX)) {
      String timestamp = sent.getHeader("X-Timestamp");
      String nonce = sent.getHeader("X-Nonce");
      byte[] body = sent.getBody() == null ? new byte[0] : sent.getBody();
      String text =
          String.join(
              "\n", timestamp, nonce, sent.getMethod().getName(), sent.getUrl(), sha256(body));

      assertThat(sent.getUrl()).startsWith(PREFIX + "/v1/");
      assertThat(sent.getHeader("X-Key-Id")).isEqualTo("firebreak-1");
      assertThat(timestamp).isEqualTo("1767225600");
      assertThat(sent.getHeader("X-Signature")).isEqualTo("v1=" + hmac(text));
      nonces.add(nonce);
    }

    assertThat(nonces).hasSizeGreaterThan(9).doesNotHaveDuplicates();
    assertThat(nonces).allMatch(n -> n.matches("[0-9a-f]{32}"));
  }

  @Test
  void namesFromAlertsStayDataInPathsAndQueries() throws Exception {
    vendor.on("GET", ".*", Answers.json(200, "{\"items\":[]}"));

    Calls.run(
        open(vendor.url()),
        "list-pending-withdrawals",
        "{\"wallet\":\"hot 1&state=HELD#/../x?é\"}");

    assertThat(vendor.received().get(0).getUrl())
        .isEqualTo(
            "/v1/withdrawals?state=PENDING&wallet=hot%201%26state%3DHELD%23%2F..%2Fx%3F%C3%A9");
  }

  private List<LoggedRequest> sentByAllActions(String url) throws Exception {
    boolean mounted = url.endsWith(PREFIX);
    String answersAt = mounted ? PREFIX : "";
    vendor.on(
        "ANY",
        answersAt + "/v1/withdrawal-freezes/.*",
        Answers.json(200, FakeService.freeze("ACTIVE")));
    vendor.on(
        "ANY",
        answersAt + "/v1/withdrawals.*",
        Answers.json(200, "{\"items\":[" + FakeService.withdrawal("wd-1", "HELD") + "]}"));
    vendor.on("GET", answersAt + "/v1/self", Answers.json(200, "{\"client\":\"x\",\"may\":[]}"));
    Connector connector = open(url);
    connector.readiness();
    String wallet = "{\"wallet\":\"hot-1\",\"reason\":\"key theft\"}";
    String release = "{\"wallet\":\"hot-1\",\"holdId\":\"%s\"}".formatted(FakeService.OWN_ID);
    String unfreeze =
        "{\"freezeId\":\"%s\",\"scope\":\"WALLET\",\"value\":\"hot-1\"}"
            .formatted(FakeService.OWN_ID);
    Calls.run(connector, "freeze-wallet-withdrawals", wallet);
    Calls.observe(connector, "freeze-wallet-withdrawals", wallet);
    Calls.run(connector, "freeze-asset-withdrawals", "{\"asset\":\"USDC\",\"reason\":\"r\"}");
    Calls.run(connector, "freeze-all-withdrawals", "{\"reason\":\"r\"}");
    Calls.preview(connector, "freeze-asset-withdrawals", "{\"asset\":\"USDC\",\"reason\":\"r\"}");
    Calls.preview(connector, "freeze-all-withdrawals", "{\"reason\":\"r\"}");
    Calls.preview(connector, "hold-pending-withdrawals", wallet);
    Calls.run(connector, "unfreeze-withdrawals", unfreeze);
    Calls.run(connector, "hold-pending-withdrawals", wallet);
    Calls.run(connector, "release-held-withdrawals", release);
    Calls.run(connector, "list-pending-withdrawals", "{\"wallet\":\"hot-1\"}");
    return vendor.received();
  }

  private static Connector open(String url) {
    ExchangeKind kind =
        new ExchangeKind(Clock.fixed(Instant.ofEpochSecond(1_767_225_600), ZoneOffset.UTC));
    ExchangeKind.Settings settings =
        Settings.bind(
            "connector 'exchange'",
            ExchangeKind.Settings.class,
            Map.of("url", url, "key-id", "firebreak-1", "secret", SECRET));
    return kind.open(settings, VendorHttp.open(kind.endpoint(settings), List.of("127.0.0.1")));
  }

  private void checkBody(LoggedRequest sent, JsonNode operation) throws IOException {
    if (!operation.has("requestBody")) {
      assertThat(sent.getBodyAsString()).isEmpty();
      return;
    }
    JsonNode schema =
        contract.at(
            operation
                .at("/requestBody/content/application~1json/schema/$ref")
                .textValue()
                .substring(1));
    Set<String> names = names(Json.parse(sent.getBody()));
    assertThat(names).isSubsetOf(names(schema.path("properties")));
    assertThat(names)
        .containsAll(
            StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::textValue)
                .toList());
  }

  private static Set<String> parameters(JsonNode operation, String in) {
    Set<String> names = new TreeSet<>();
    for (JsonNode p : operation.path("parameters")) {
      if (p.path("in").asText("").equals(in)) {
        names.add(p.path("name").textValue());
      }
    }
    return names;
  }

  private static Set<String> queryNames(LoggedRequest sent) {
    return new TreeSet<>(sent.getQueryParams().keySet());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String path(LoggedRequest sent) {
    return URI.create(sent.getUrl()).getRawPath();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Computed here from the description, not by the connector's own signer. */
  private static String hmac(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
