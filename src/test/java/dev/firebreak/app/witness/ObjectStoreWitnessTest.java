package dev.firebreak.app.witness;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.firebreak.audit.Head;
import dev.firebreak.connector.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In the wire format of S3. */
class ObjectStoreWitnessTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-15T10:00:00Z"), ZoneOffset.UTC);
  private static final String LIST =
      "/heads-bucket/?list-type=2&max-keys=1&prefix=firebreak-heads%2Fheads";

  /** 2^63 - 1 less 7, and 7. */
  private static final String SEVEN =
      "/heads-bucket/firebreak-heads/heads/9223372036854775800-7.jsonl";

  private WireMockServer store;

  @BeforeEach
  void a_store() {
    store =
        new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    store.start();
  }

  @AfterEach
  void stop() {
    store.stop();
  }

  private ObjectStoreWitness witness() {
    return new ObjectStoreWitness(
        Settings.bind(
            "store",
            ObjectStoreSettings.class,
            Map.of(
                "url",
                "http://127.0.0.1:" + store.port() + "/heads-bucket",
                "region",
                "eu-central-1",
                "access-key-id",
                "AKIDEXAMPLE",
                "secret-access-key",
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "private-hosts",
                "127.0.0.1")),
        CLOCK);
  }

  private static Head head(long size) {
    return SyslogWitnessTest.head(size);
  }

  private List<LoggedRequest> requests() {
    return store.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }

  @Test
  void a_head_is_an_object_that_nobody_may_delete_for_its_time() throws Exception {
    store.stubFor(put(urlEqualTo(SEVEN)).willReturn(ok()));

    witness().keep(List.of(head(6), head(7)));

    LoggedRequest asked = requests().get(0);
    String body = head(6).line() + "\n" + head(7).line() + "\n";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(asked.getBodyAsString()).isEqualTo(body);
    assertThat(asked.getHeader("x-amz-object-lock-mode")).isEqualTo("COMPLIANCE");
    assertThat(asked.getHeader("x-amz-object-lock-retain-until-date"))
        .isEqualTo("2027-02-19T10:00:00Z");
    assertThat(asked.getHeader("Content-MD5"))
        .isEqualTo(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes)));
    assertThat(asked.getHeader("x-amz-content-sha256"))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(asked.getHeader("x-amz-date")).isEqualTo("20260115T100000Z");
    assertThat(asked.getHeader("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/eu-central-1/s3/aws4_request")
        .contains("content-md5", "x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date");
  }

  @Test
  void later_heads_come_first_in_the_store_s_order() throws IOException {
    store.stubFor(any(anyUrl()).willReturn(ok()));
    ObjectStoreWitness witness = witness();

    witness.keep(List.of(head(7)));
    witness.keep(List.of(head(120)));

    assertThat(requests().stream().map(LoggedRequest::getUrl).sorted().toList())
        .satisfies(urls -> assertThat(urls.get(0)).endsWith("-120.jsonl"));
  }

  @Test
  void the_newest_head_is_found_after_a_restart() throws IOException {
    store.stubFor(
        get(urlEqualTo(LIST))
            .willReturn(
                ok(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                      <Name>heads-bucket</Name><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated>
                      <Contents><Key>firebreak-heads/heads/9223372036854775800-7.jsonl</Key><Size>600</Size></Contents>
                    </ListBucketResult>\
                    """)));
    store.stubFor(
        get(urlEqualTo(SEVEN)).willReturn(ok(head(6).line() + "\n" + head(7).line() + "\n")));

    assertThat(witness().newest()).contains(head(7));
  }

  @Test
  void an_empty_store_keeps_none_yet() throws IOException {
    store.stubFor(
        get(urlEqualTo(LIST))
            .willReturn(
                ok(
                    "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + "<KeyCount>0</KeyCount></ListBucketResult>")));

    assertThat(witness().newest()).isEmpty();
  }

  @Test
  void a_bucket_without_object_lock_is_refused() {
    store.stubFor(
        get(urlEqualTo("/heads-bucket/?object-lock"))
            .willReturn(
                aResponse()
                    .withStatus(404)
                    .withBody(
                        "<Error><Code>ObjectLockConfigurationNotFoundError</Code>"
                            + "<Message>none</Message></Error>")));

    assertThatThrownBy(() -> witness().keep(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ObjectLockConfigurationNotFoundError");
  }

  @Test
  void a_bucket_with_object_lock_is_taken() throws IOException {
    store.stubFor(
        get(urlEqualTo("/heads-bucket/?object-lock"))
            .willReturn(
                ok(
                    "<ObjectLockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + "<ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                        + "</ObjectLockConfiguration>")));

    witness().keep(List.of());

    assertThat(requests()).hasSize(1);
  }

  @Test
  void what_the_store_refuses_is_not_kept_and_no_secret_is_told() {
    store.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("<Error><Code>AccessDenied</Code><Message>no</Message></Error>")));

    assertThatThrownBy(() -> witness().keep(List.of(head(7))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("wJalrXUtnFEMI");
  }
}
