package dev.firebreak.connector.bitgo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Secret;
import dev.firebreak.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The numbers were computed apart from this code, after the vendor's implementation of 2026.
 *
 * @see <a
 *     href="https://github.com/BitGo/BitGoJS/blob/master/modules/sdk-hmac/src/hmac.ts">hmac.ts</a>
 */
class SignerTest {
  private static final Secret TOKEN = Secret.of("v2x" + "0".repeat(64));
  private static final Clock AT = at(1_700_000_000_000L);
  private static final String PATH = "/api/v2/tbtc/wallet/585951a5df8380e0e3063e9f/freeze";
  private static final byte[] BODY = "{\"duration\":3600}".getBytes(StandardCharsets.UTF_8);

  @Test
  void aVersion2RequestIsSignedToTheByte() {
    Map<String, String> headers =
        new Signer(TOKEN, AuthScheme.HMAC_V2, AT).headers("POST", PATH, BODY);

    assertThat(headers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "BitGo-Auth-Version",
                "2.0",
                "Auth-Timestamp",
                "1700000000000",
                "Authorization",
                "Bearer a23017b8c9794e1ec157ea7f03ef47177885d9f3dd0652510c1145bba0e39f54",
                "HMAC",
                "7e8588e82c18a1591bba94f54ea0f6f4221318a351770f0418a15594fe44859d"));
  }

  @Test
  void aVersion3RequestIsSignedToTheByte() {
    Map<String, String> headers =
        new Signer(TOKEN, AuthScheme.HMAC_V3, AT).headers("POST", PATH, BODY);

    assertThat(headers)
        .containsEntry("BitGo-Auth-Version", "3.0")
        .containsEntry("HMAC", "addbc42cba861431bf87728133a5e28d51eee08dea25dcb38bc979adb13aa0a8");
  }

  @Test
  void aPlainRequestCarriesTheTokenAndNoSignature() {
    assertThat(new Signer(TOKEN, AuthScheme.BEARER, AT).headers("GET", PATH, new byte[0]))
        .containsExactly(Map.entry("Authorization", "Bearer " + TOKEN.reveal()));
  }

  @Test
  void anAnswerWithTheVersion2SignatureOfItsStatusAndBodyIsBelieved() {
    assertThat(fault(AuthScheme.HMAC_V2, AT, 200, BODY, V2_ANSWER)).isEmpty();
  }

  @Test
  void anAnswerWithTheVersion3SignatureIsBelieved() {
    assertThat(fault(AuthScheme.HMAC_V3, AT, 200, BODY, V3_ANSWER)).isEmpty();
  }

  @Test
  void aVersion2SignatureIsNoVersion3Signature() {
    assertThat(fault(AuthScheme.HMAC_V3, AT, 200, BODY, V2_ANSWER)).isEqualTo("a wrong signature");
  }

  @Test
  void anAnswerWithAnotherBodyIsNotBelieved() {
    byte[] other = "{\"duration\":3601}".getBytes(StandardCharsets.UTF_8);

    assertThat(fault(AuthScheme.HMAC_V2, AT, 200, other, V2_ANSWER)).isEqualTo("a wrong signature");
  }

  @Test
  void anAnswerWithAnotherStatusIsNotBelieved() {
    assertThat(fault(AuthScheme.HMAC_V2, AT, 201, BODY, V2_ANSWER)).isEqualTo("a wrong signature");
  }

  @Test
  void anAnswerIsBelievedForFiveMinutesAndNoLonger() {
    assertThat(fault(AuthScheme.HMAC_V2, at(1_700_000_300_000L), 200, BODY, V2_ANSWER)).isEmpty();
    assertThat(fault(AuthScheme.HMAC_V2, at(1_700_000_300_001L), 200, BODY, V2_ANSWER))
        .contains("too old");
  }

  @Test
  void anAnswerMayBeAMinuteAheadOfOurClockAndNoMore() {
    assertThat(fault(AuthScheme.HMAC_V3, at(1_699_999_940_000L), 200, BODY, V3_ANSWER)).isEmpty();
    assertThat(fault(AuthScheme.HMAC_V3, at(1_699_999_939_999L), 200, BODY, V3_ANSWER))
        .contains("too new");
  }

  @Test
  void aSuccessWithoutSignatureIsNotBelieved() {
    Response unsigned = new Response(false, 200, Map.of(), BODY);

    assertThat(new Signer(TOKEN, AuthScheme.HMAC_V2, AT).fault("POST", PATH, unsigned))
        .contains("no signature");
  }

  @Test
  void anErrorWithoutSignatureComesFromAnEdgeAndIsJudgedByItsStatus() {
    Response unsigned = new Response(false, 403, Map.of(), BODY);

    assertThat(new Signer(TOKEN, AuthScheme.HMAC_V2, AT).fault("POST", PATH, unsigned)).isEmpty();
  }

  @Test
  void aTimestampThatIsNoNumberIsNoTimestamp() {
    Response odd =
        new Response(
            false, 200, Map.of("hmac", List.of(V2_ANSWER), "timestamp", List.of("1e12")), BODY);

    assertThat(new Signer(TOKEN, AuthScheme.HMAC_V2, AT).fault("POST", PATH, odd))
        .contains("no timestamp");
  }

  private static final String V2_ANSWER =
      "5c8eb28273dc116d9103730a4f155e020108f6db5e6a1c6b6ecd49ff8b76a55f";
  private static final String V3_ANSWER =
      "f18e2186e2d2cbd0378f24d1be6eac34afb2da1da6870be07949c1b79ff560d3";

  private static String fault(
      AuthScheme scheme, Clock clock, int status, byte[] body, String signature) {
    Response answer =
        new Response(
            false,
            status,
            Map.of("hmac", List.of(signature), "timestamp", List.of("1700000000000")),
            body);
    return new Signer(TOKEN, scheme, clock).fault("POST", PATH, answer).orElse("");
  }

  private static Clock at(long millis) {
    return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
