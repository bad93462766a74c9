package dev.firebreak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraAppTest {
  private static final String CLIENT = "0f0e0d0c-0b0a-0908-0706-050403020100";
  private static final String SECRET = "made-up~secret+of/an=app";
  private static final URI LOGIN = URI.create("https://login.microsoftonline.com");

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final HttpServer server;
  private final VendorHttp http;
  private final BearerTokens tokens;
  private int status = 200;
  private String answer = "";

  EntraAppTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::token);
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    http = VendorHttp.open(Endpoint.at(base), List.of("127.0.0.1"));
    EntraApp app = new EntraApp("acme.example", CLIENT, Secret.of(SECRET), URI.create(base + "/"));
    tokens =
        app.tokens(
            http, EntraApp.scope(URI.create("https://graph.microsoft.com/")), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  private void token(HttpExchange e) throws IOException {
    asked.set(e.getRequestURI() + " " + new String(e.getRequestBody().readAllBytes(), UTF_8));
    byte[] bytes = answer.getBytes(UTF_8);
    e.sendResponseHeaders(status, bytes.length);
    e.getResponseBody().write(bytes);
    e.close();
  }

  private void given(String claims) {
    String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
    answer = "{\"access_token\":\"aGVhZA." + payload + ".c2ln\",\"expires_in\":3599}";
  }

  @Test
  void aTokenIsAskedForByClientCredentials() throws ActionFailure {
    given("{}");

    var unused = EntraApp.roles(tokens);

    assertThat(asked.get())
        .isEqualTo(
            "/acme.example/oauth2/v2.0/token grant_type=client_credentials&client_id="
                + CLIENT
                + "&client_secret=made-up~secret%2Bof%2Fan%3Dapp"
                + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default");
  }

  @Test
  void thePermissionsAreTheRolesThatReadLikeSome() throws ActionFailure {
    given("{\"roles\":[\"User.Read.All\",7,null,\"a\\nb\",\"Machine.Isolate\",{\"x\":1}]}");

    assertThat(EntraApp.roles(tokens).orElseThrow())
        .containsExactly("Machine.Isolate", "User.Read.All");
  }

  @Test
  void aTokenWithoutRolesHasNonePermitted() throws ActionFailure {
    given("{\"idtyp\":\"app\"}");

    assertThat(EntraApp.roles(tokens).orElseThrow()).isEmpty();
  }

  @Test
  void aTokenThatCannotBeReadTellsNoPermissions() throws ActionFailure {
    answer = "{\"access_token\":\"opaque\"}";

    assertThat(EntraApp.roles(tokens)).isEqualTo(Optional.empty());
  }

  @Test
  void aRefusalIsSaidWithEntrasCodeOnly() {
    status = 401;
    answer =
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The keys are expired. "
            + SECRET
            + "\"}";

    ActionFailure failure =
        catchThrowableOfType(
            ActionFailure.class, () -> tokens.exchange(Request.get("/v1.0/users")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessage(
            "no token for app "
                + CLIENT
                + " in tenant acme.example (HTTP 401, AADSTS7000222): check client-id,"
                + " client-secret and its expiry, and tenant");
  }

  @ParameterizedTest
  @CsvSource({
    "common, 'tenant'",
    "Organizations, 'tenant'",
    "consumers, 'tenant'",
    "a/b, 'tenant'",
    "'', 'tenant'"
  })
  void aTenantThatIsNoneIsNamed(String tenant, String setting) {
    assertThatThrownBy(() -> new EntraApp(tenant, CLIENT, Secret.of(SECRET), LOGIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }

  @Test
  void aClientIdIsAGuidAndAClientSecretIsNot() {
    assertThatThrownBy(() -> new EntraApp("acme.example", "my-app", Secret.of(SECRET), LOGIN))
        .hasMessageContaining("'client-id'");
    assertThatThrownBy(() -> new EntraApp("acme.example", CLIENT, Secret.of(CLIENT), LOGIN))
        .hasMessageContaining("'client-secret'")
        .hasMessageNotContaining(CLIENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example/tenant",
        "https://login.example/?x=1",
        "https://me@login.example",
        "mailto:me@login.example",
        "/login"
      })
  void whatIsMoreThanAnOriginIsRefused(String url) {
    assertThatThrownBy(
            () -> new EntraApp("acme.example", CLIENT, Secret.of(SECRET), URI.create(url)))
        .hasMessageContaining("'login-url'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.example", "https://login.example/", "http://127.0.0.1:8080"})
  void anOriginIsTaken(String url) {
    assertThatCode(() -> new EntraApp("acme.example", CLIENT, Secret.of(SECRET), URI.create(url)))
        .doesNotThrowAnyException();
  }
}
