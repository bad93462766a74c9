package dev.firebreak.connector.ofac;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.firebreak.connector.ofac.Lists.BITCOIN;
import static dev.firebreak.connector.ofac.Lists.ETHER;
import static dev.firebreak.connector.ofac.Lists.id;
import static dev.firebreak.connector.ofac.OfacTest.NOW;
import static dev.firebreak.connector.ofac.OfacTest.failure;
import static dev.firebreak.connector.ofac.OfacTest.screen;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Readiness;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import dev.firebreak.testkit.HandClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadTest {
  private static final String SERVICE = "/api/PublicationPreview/exports/SDN.XML";
  private static final String BUCKET = "/Published/1/SDN.XML";
  private static final String BOTH = Lists.sdn(id("XBT", BITCOIN), id("ETH", ETHER));

  private final FakeVendor vendor = FakeVendor.start();
  private final HandClock clock = HandClock.at(NOW);

  @TempDir Path folder;
  private Path file = Path.of("unset");
  private Ofac ofac = connect("127.0.0.1");

  @BeforeEach
  void anEmptyFolderAndAServiceThatRedirects() {
    vendor.forget();
    vendor.on("GET", SERVICE, redirect(vendor.url() + BUCKET + "?X-Amz-Signature=s3cr3t"));
    clock.set(NOW);
    file = folder.resolve("lists/sdn.xml");
    ofac = connect("127.0.0.1");
  }

  @AfterAll
  void stop() {
    vendor.close();
  }

  @Test
  void theFirstScreeningBringsTheListAndFollowsTheRedirectToTheBucket() throws Exception {
    serve(list(BOTH, "v1"));

    Ofac.Screened screened = screen(ofac, BITCOIN);

    assertThat(screened.listed()).isTrue();
    assertThat(screened.checkedAt()).isEqualTo(NOW);
    assertThat(Files.readString(file)).isEqualTo(BOTH);
    assertThat(leftovers()).isZero();
  }

  @Test
  void aListThatIsCurrentIsNotAskedForAgain() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    vendor.forgetRequests();
    clock.set(NOW.plus(Duration.ofHours(6)).minusSeconds(1));

    screen(ofac, BITCOIN);

    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void afterTheRefreshTimeAnUnchangedListCostsOneSmallAnswerAndCountsAsCurrent() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    clock.set(NOW.plus(Duration.ofHours(6)));

    screen(ofac, BITCOIN);

    assertThat(vendor.received("GET", BUCKET).get(1).getHeader("If-None-Match"))
        .isEqualTo("\"v1\"");
    assertThat(vendor.received("GET", BUCKET).get(1).getHeader("If-Modified-Since"))
        .isEqualTo("Fri, 27 Feb 2026 15:00:00 GMT");
    assertThat(screen(ofac, BITCOIN).checkedAt()).isEqualTo(clock.instant());
  }

  @Test
  void aNewListReplacesTheOldOne() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    serve(list(Lists.sdn(id("ETH", ETHER)), "v2"));
    clock.set(NOW.plus(Duration.ofHours(6)));

    screen(ofac, BITCOIN);

    assertThat(screen(ofac, BITCOIN).listed()).isFalse();
    assertThat(screen(ofac, ETHER).listed()).isTrue();
  }

  @Test
  void anotherProcessTakesUpWhereThisOneLeft() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    vendor.forgetRequests();

    assertThat(screen(connect("127.0.0.1"), BITCOIN).listed()).isTrue();
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void aFilePutThereByHandIsNotTakenForTheVersionTheServerKnows() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    Lists.write(file, Lists.sdn(id("ETH", ETHER)), NOW);
    clock.set(NOW.plus(Duration.ofHours(6)));

    screen(ofac, BITCOIN);

    assertThat(screen(ofac, BITCOIN).listed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<!doctype html><title>Maintenance</title>",
        "<sdnList/>",
        "<sdnList><sdnEntry><idList><id><idType>Digital Currency Address - XBT</idType>"
      })
  void whatIsNoListDoesNotReplaceTheLastGoodOne(String body) throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    serve(list(body, "v2"));
    clock.set(NOW.plus(Duration.ofHours(7)));

    Ofac.Screened screened = screen(ofac, BITCOIN);

    assertThat(screened.listed()).isTrue();
    assertThat(screened.checkedAt()).isEqualTo(NOW);
    assertThat(Files.readString(file)).isEqualTo(BOTH);
    assertThat(leftovers()).isZero();
    assertThat(ofac.readiness().grants().get(0).detail()).contains("a newer look failed");
  }

  @Test
  void aListThatLostMostOfItsAddressesIsNotTaken() throws Exception {
    String many =
        Lists.sdn(
            Stream.iterate(1, i -> i + 1)
                .limit(10)
                .map(i -> id("ETH", "0x%040x".formatted(i)))
                .toArray(String[]::new));
    serve(list(many, "v1"));
    screen(ofac, BITCOIN);
    serve(list(BOTH, "v2"));
    clock.set(NOW.plus(Duration.ofHours(7)));
    screen(ofac, BITCOIN);

    assertThat(Files.readString(file)).isEqualTo(many);
    assertThat(ofac.readiness().grants().get(0).detail()).contains("2 addresses", "delete");
  }

  @Test
  void whileTheServiceIsDownTheLastGoodListServesUntilItIsTooOld() throws Exception {
    serve(list(BOTH, "v1"));
    screen(ofac, BITCOIN);
    vendor.insteadOfAll(Answers.serverError());
    clock.set(NOW.plus(Duration.ofHours(72)));
    assertThat(screen(ofac, BITCOIN).listed()).isTrue();
    clock.set(NOW.plus(Duration.ofHours(72)).plus(Duration.ofMinutes(2)));

    ActionFailure f = failure(ofac, BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(f.getMessage()).contains("longer ago than max-age", "answered HTTP 500");
    assertThat(ofac.readiness().grants())
        .extracting(Readiness.Grant::state)
        .containsExactly(Readiness.State.MISSING);
  }

  @Test
  void aServiceThatFailsIsNotAskedAgainWithinAMinute() {
    vendor.insteadOfAll(Answers.serverError());
    failure(ofac, BITCOIN);
    failure(ofac, BITCOIN);
    assertThat(vendor.received()).hasSize(1);
    clock.set(NOW.plus(Duration.ofMinutes(1)));

    failure(ofac, BITCOIN);

    assertThat(vendor.received()).hasSize(2);
  }

  @Test
  void aLookThatFailedIsForgottenOnceOneSucceeds() throws Exception {
    vendor.insteadOfAll(Answers.serverError());
    failure(ofac, BITCOIN);
    vendor.forget();
    vendor.on("GET", SERVICE, redirect(vendor.url() + BUCKET));
    serve(list(BOTH, "v1"));
    clock.set(NOW.plus(Duration.ofMinutes(2)));

    assertThat(screen(ofac, BITCOIN).listed()).isTrue();
    assertThat(ofac.readiness().grants().get(0).detail()).doesNotContain("failed");
  }

  @Test
  void aBrokenFileIsReplacedByTheNextDownload() throws Exception {
    Files.createDirectories(file.getParent());
    Lists.write(file, "<sdnList>", NOW);
    serve(list(BOTH, "v1"));

    assertThat(screen(ofac, BITCOIN).listed()).isTrue();
  }

  @Test
  void aRedirectToAnotherHostIsRefused() {
    vendor.on("GET", SERVICE, redirect("https://evil.example/SDN.XML"));

    ActionFailure f = failure(ofac, BITCOIN);

    assertThat(f.kind()).isEqualTo(Kind.REFUSED);
    assertThat(f.getMessage()).contains("'evil.example' is not one this connector may call");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://", "not a url", "javascript:alert(1)", "//{}|"})
  void aRedirectToNowhereIsUnavailable(String location) {
    vendor.on("GET", SERVICE, redirect(location));

    assertThat(failure(ofac, BITCOIN).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void aRedirectInACircleIsGivenUp() {
    vendor.on("GET", SERVICE, redirect(vendor.url() + SERVICE));

    ActionFailure f = failure(ofac, BITCOIN);

    assertThat(f.getMessage()).contains("redirects without end");
    assertThat(vendor.received()).hasSize(4);
  }

  @Test
  void theSignatureOfTheBucketsAddressIsNotShown() {
    vendor.on("GET", BUCKET, Answers.json(403, "<Error/>"));

    assertThat(failure(ofac, BITCOIN).getMessage()).contains("403").doesNotContain("s3cr3t");
  }

  @Test
  void aNotModifiedThatNobodyAskedForIsNoList() {
    vendor.on("GET", BUCKET, Answers.status(304));

    assertThat(failure(ofac, BITCOIN).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  private void serve(ResponseDefinitionBuilder answer) {
    vendor.on("GET", BUCKET, answer);
    vendor.on(
        get(urlPathEqualTo(BUCKET))
            .withHeader("If-None-Match", equalTo("\"" + version(answer) + "\""))
            .willReturn(Answers.status(304)));
    vendor.on(get(urlPathEqualTo(BUCKET)).withHeader("If-None-Match", absent()).willReturn(answer));
  }

  private static String version(ResponseDefinitionBuilder answer) {
    return answer.build().getHeaders().getHeader("ETag").firstValue().replace("\"", "");
  }

  private static ResponseDefinitionBuilder list(String body, String version) {
    return WireMock.aResponse()
        .withStatus(200)
        .withHeader("ETag", "\"" + version + "\"")
        .withHeader("Last-Modified", "Fri, 27 Feb 2026 15:00:00 GMT")
        .withBody(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseDefinitionBuilder redirect(String location) {
    return Answers.redirect(location);
  }

  private long leftovers() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.filter(f -> f.toString().endsWith(".part")).count();
    }
  }

  private Ofac connect(String redirectHosts) {
    return OfacTest.open(
        Map.of(
            "files",
            file.toString(),
            "url",
            vendor.url() + SERVICE,
            "redirect-hosts",
            redirectHosts),
        clock);
  }
}
