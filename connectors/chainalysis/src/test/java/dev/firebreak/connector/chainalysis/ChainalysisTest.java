package dev.firebreak.connector.chainalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainalysisTest extends ConnectorContract {
  private static final String KEY = "3f2d9c1e-canary-key-7a51c0de";
  private static final String BITCOIN = "1MadeUpAddressForTests22222222222";
  private static final String MIXED = "0xAbCdEf0123456789aBcDeF0123456789abCDEF01";
  private static final String LOWER = "0xabcdef0123456789abcdef0123456789abcdef01";
  private static final String LISTED =
      "{\"identifications\":[{\"category\":\"sanctions\",\"name\":\"SANCTIONS: made-up list\","
          + "\"description\":\"Made up.\\nFor tests.\",\"url\":\"https://list.example/1\"}]}";
  private static final String NOT_LISTED = "{\"identifications\":[]}";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new ChainalysisKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of("url", baseUrl, "api-key", KEY);
  }

  @Override
  protected void ready(FakeVendor vendor) {
    on("0x0000000000000000000000000000000000000000", NOT_LISTED);
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("screen-address", "{\"address\":\"" + BITCOIN + "\"}")
            .main("GET", path(BITCOIN))
            .vendor(v -> on(BITCOIN, LISTED)));
  }

  @Test
  void aListedAddressIsListedWithTheReasons() throws Exception {
    on(BITCOIN, LISTED);

    Chainalysis.Screened screened = screen(BITCOIN);

    assertThat(screened.listed()).isTrue();
    assertThat(screened.identifications())
        .containsExactly(
            new SanctionsApi.Identification(
                "sanctions",
                "SANCTIONS: made-up list",
                "Made up. For tests.",
                "https://list.example/1"));
    assertThat(vendor().received("GET", path(BITCOIN)))
        .extracting(r -> r.getHeader("X-API-Key"))
        .containsExactly(KEY);
  }

  @Test
  void onlyAnEmptyListMeansNotListed() throws Exception {
    on(BITCOIN, NOT_LISTED);

    assertThat(screen(BITCOIN).listed()).isFalse();
  }

  @Test
  void anEthereumAddressIsAskedForAsWrittenAndInLowerCase() throws Exception {
    on(MIXED, NOT_LISTED);
    on(LOWER, LISTED);

    Chainalysis.Screened screened = screen(" " + MIXED + "\n");

    assertThat(screened.listed()).isTrue();
    assertThat(screened.address()).isEqualTo(MIXED);
    assertThat(vendor().received())
        .extracting(LoggedRequest::getUrl)
        .containsExactly(path(MIXED), path(LOWER));
  }

  @Test
  void anAddressThatIsListedInBothWritingsIsListedOnce() throws Exception {
    on(MIXED, LISTED);
    on(LOWER, LISTED);

    assertThat(screen(MIXED).identifications()).hasSize(1);
  }

  @Test
  void oneWritingThatFailsFailsTheScreening() {
    on(MIXED, NOT_LISTED);
    vendor().on("GET", path(LOWER), Answers.serverError());

    assertThat(failure(MIXED).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"identifications\":null}",
        "{\"identifications\":{}}",
        "{\"identifications\":\"none\"}",
        "{\"message\":\"ok\"}"
      })
  void anAnswerThatDoesNotSaySoIsNotClean(String body) {
    on(BITCOIN, body);

    assertThat(failure(BITCOIN).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aWebPageWithStatus200IsNotClean() {
    byte[] page = "<!doctype html><title>Hi</title>".getBytes(StandardCharsets.UTF_8);
    vendor().on("GET", path(BITCOIN), Answers.rubbish(page));

    assertThat(failure(BITCOIN).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void theEdgesPageOfStatus403IsRefusedWithItsReason() {
    vendor().on("GET", path(BITCOIN), Answers.forbiddenPage());

    ActionFailure f = failure(BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("an edge answered", "no key arrived").doesNotContain("<");
  }

  @Test
  void aWrongKeyIsRefusedInTheVendorsWords() {
    vendor().on("GET", path(BITCOIN), Answers.json(401, "{\"message\":\"Invalid API Key\"}"));

    ActionFailure f = failure(BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("Invalid API Key");
  }

  @Test
  void aKeyThatTheVendorRepeatsIsNotShown() {
    vendor().on("GET", path(BITCOIN), Answers.json(401, "{\"message\":\"not " + KEY + "\"}"));

    assertThat(failure(BITCOIN).getMessage()).contains("not (secret)").doesNotContain(KEY);
  }

  @Test
  void anAddressTheServiceDoesNotKnowHowToReadIsNotClean() {
    vendor().on("GET", path(BITCOIN), Answers.json(404, "{\"message\":\"no such address\"}"));

    assertThat(failure(BITCOIN).kind()).isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0xabc/../../x", "1Made Up Address", "name.eth?x=1"})
  void whatIsNoAddressIsRefusedUnasked(String address) {
    assertThatThrownBy(() -> new ScreenedAddress(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters and digits");
  }

  private void on(String address, String body) {
    vendor().on("GET", path(address), Answers.json(200, body));
  }

  private static String path(String address) {
    return "/api/v1/address/" + address;
  }

  private ActionFailure failure(String address) {
    return (ActionFailure)
        assertThatThrownBy(() -> screen(address))
            .asInstanceOf(InstanceOfAssertFactories.type(ActionFailure.class))
            .actual();
  }

  private Chainalysis.Screened screen(String address) throws Exception {
    vendor().forgetRequests();
    @SuppressWarnings("unchecked")
    Action<ScreenedAddress, Chainalysis.Screened> action =
        (Action<ScreenedAddress, Chainalysis.Screened>) connector().actions().get(0);
    ScreenedAddress input =
        Json.mapper().readValue(Json.write(Map.of("address", address)), ScreenedAddress.class);
    return action
        .body()
        .run(new Call<>(input, "0".repeat(40), "incident-1", Instant.now().plusSeconds(60)));
  }
}
