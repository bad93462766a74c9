package dev.firebreak.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.connector.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against what AWS publishes: the examples of the S3 reference, which sign the hash of the content
 * as the library does
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), and through a
 * second implementation the Signature Version 4 test suite, which does not.
 */
class AwsSignatureTest {
  private static final String SUITE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final AwsKey SUITE = key("AKIDEXAMPLE", SUITE_SECRET, Optional.empty());
  private static final AwsKey S3 =
      key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty());
  private static final Instant SUITE_TIME = Instant.parse("2015-08-30T12:36:00Z");

  @ParameterizedTest
  @CsvSource({
    "/?lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "/?max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void aPublishedRequestGetsItsPublishedSignature(String target, String published) {
    AwsSignature signature =
        new AwsSignature(S3, "us-east-1", "s3", at(Instant.parse("2013-05-24T00:00:00Z")));

    Request signed =
        signature.sign(Request.get(target), endpoint("https://examplebucket.s3.amazonaws.com"));

    assertThat(signed.headers().get("Authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                + published);
  }

  @Test
  void anotherHeaderOfAPublishedRequestIsSignedToo() {
    AwsSignature signature =
        new AwsSignature(S3, "us-east-1", "s3", at(Instant.parse("2013-05-24T00:00:00Z")));
    Request request = Request.get("/test.txt").withHeader("Range", "bytes=0-9");

    Request signed = signature.sign(request, endpoint("https://examplebucket.s3.amazonaws.com"));

    assertThat(signed.headers().get("Authorization"))
        .endsWith(
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, '', '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET, Param2=value2&Param1=value1, '',"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "POST, '', Param1=value1, ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
  })
  void theSecondImplementationPassesAwsTestSuite(
      String method, String query, String body, String published) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", "20150830T123600Z");
    if (!body.isEmpty()) {
      headers.put("content-type", "application/x-www-form-urlencoded");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    String signature =
        new SigV4ByHand(method, "/", query, headers, bytes)
            .signature(SUITE_SECRET, "us-east-1", "service");

    assertThat(signature).isEqualTo(published);
  }

  @Test
  void aFormWithOddCharactersIsSignedAsTheSecondImplementationDoes() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Action", "PutUserPolicy");
    fields.put("PolicyDocument", "{\"a\": \"~*+ é\"}");
    Request form = Request.form("/", fields);

    Request signed = suite().sign(form, endpoint("https://iam.amazonaws.com"));

    assertThat(signature(signed)).isEqualTo(byHand(signed, "iam.amazonaws.com", "/", ""));
    assertThat(signed.bodyBytes()).isEqualTo(form.bodyBytes());
  }

  @Test
  void aQueryWithOddCharactersIsSignedAsTheSecondImplementationDoes() {
    String query = Request.path("RoleName={}&PolicyName={}", "a+b=c,d@e", "~*( )%é");

    Request signed =
        suite().sign(Request.get("/?" + query), endpoint("https://iam.amazonaws.com:8443"));

    assertThat(signature(signed)).isEqualTo(byHand(signed, "iam.amazonaws.com:8443", "/", query));
  }

  @Test
  void aPathOfTheEndpointIsSigned() {
    Request signed = suite().sign(Request.get("/?a=b"), endpoint("https://proxy.example/aws/iam"));

    assertThat(signature(signed)).isEqualTo(byHand(signed, "proxy.example", "/aws/iam/", "a=b"));
  }

  @Test
  void aSessionTokenIsSentAndSigned() {
    AwsKey temporary = key("ASIAEXAMPLE", SUITE_SECRET, Optional.of("session/token+=="));
    AwsSignature signature = new AwsSignature(temporary, "us-east-1", "service", at(SUITE_TIME));

    Request signed =
        signature.sign(
            Request.form("/", Map.of("Action", "X")), endpoint("https://example.amazonaws.com"));

    assertThat(signed.headers()).containsEntry("X-Amz-Security-Token", "session/token+==");
    assertThat(signature(signed)).isEqualTo(byHand(signed, "example.amazonaws.com", "/", ""));
    assertThat(signed.headers().get("Authorization")).contains("x-amz-security-token");
  }

  @Test
  void theScopeNamesTheOtherService() {
    Request signed =
        suite()
            .scopedTo("eu-central-1", "sts")
            .sign(Request.get("/"), endpoint("https://sts.eu-central-1.amazonaws.com"));

    assertThat(signed.headers().get("Authorization"))
        .contains("AKIDEXAMPLE/20150830/eu-central-1/sts/aws4_request");
  }

  @Test
  void aKeyThatAwsCannotTakeIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> key("AKIAX", "line\nbreak", Optional.empty()))
        .hasMessageContaining("secret-access-key")
        .hasMessageNotContaining("break character")
        .hasMessageNotContaining("line\nbreak");
    assertThatThrownBy(() -> key("ASIAX", "s", Optional.empty()))
        .hasMessageContaining("session-token");
  }

  private static AwsSignature suite() {
    return new AwsSignature(SUITE, "us-east-1", "service", at(SUITE_TIME));
  }

  private static String signature(Request signed) {
    return signed.headers().get("Authorization").replaceAll(".*Signature=", "");
  }

  /** Over the headers that the request says are signed, with the host it will be sent with. */
  private static String byHand(Request signed, String host, String path, String query) {
    Map<String, String> sent = new LinkedHashMap<>();
    signed.headers().forEach((n, v) -> sent.put(n.toLowerCase(java.util.Locale.ROOT), v));
    sent.put("host", host);
    sent.keySet()
        .retainAll(
            java.util.List.of(
                signed
                    .headers()
                    .get("Authorization")
                    .replaceAll(".*SignedHeaders=([^,]*),.*", "$1")
                    .split(";")));
    return new SigV4ByHand(signed.method(), path, query, sent, signed.bodyBytes())
        .signature(SUITE_SECRET, "us-east-1", "service");
  }

  private static Endpoint endpoint(String url) {
    return Endpoint.at(URI.create(url));
  }

  private static AwsKey key(String id, String secret, Optional<String> session) {
    return new AwsKey(Secret.of(id), Secret.of(secret), session.map(Secret::of));
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }
}
