package dev.firebreak.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VendorStubTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Vertx vertx;
  private VendorStub stub;

  @BeforeEach
  void listen() {
    vertx = Vertx.vertx();
    stub = VendorStub.start(vertx);
  }

  @AfterEach
  void close() {
    Waiting.forResult(vertx.close(), Duration.ofSeconds(20));
  }

  private String call(String method, String path, String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(stub.url().resolve(path))
            .header("Idempotency-Key", key)
            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void aRepeatWithTheSameKeyIsOneEffect() throws Exception {
    call("POST", "/v1/freeze/a-1", "k1");
    call("POST", "/v1/freeze/a-1", "k1");

    assertThat(stub.trace("a-1").repeats(Step.FREEZE)).isEqualTo(1);
    assertThat(stub.trace("a-1").effects(Step.FREEZE)).isEqualTo(1);
  }

  @Test
  void aRepeatWithAnotherKeyIsASecondEffect() throws Exception {
    call("POST", "/v1/ticket/a-1", "k1");
    call("POST", "/v1/ticket/a-1", "k2");

    assertThat(stub.trace("a-1").effects(Step.TICKET)).isEqualTo(2);
  }

  @Test
  void whatWasActedOnReadsAsActiveUntilLifted() throws Exception {
    call("POST", "/v1/revoke/a-1", "k1");

    assertThat(call("GET", "/v1/state/revoke/a-1", "")).isEqualTo("{\"active\":true}");
    call("DELETE", "/v1/revoke/a-1", "");
    assertThat(call("GET", "/v1/state/revoke/a-1", "")).isEqualTo("{\"active\":false}");
  }

  @Test
  void onlyActionsCountAsCalls() throws Exception {
    call("POST", "/v1/isolate/a-1", "k1");
    call("GET", "/v1/state/isolate/a-1", "");
    call("DELETE", "/v1/isolate/a-1", "");
    call("GET", "/elsewhere", "");

    assertThat(stub.calls()).isEqualTo(1);
    assertThat(stub.reads()).isEqualTo(1);
    assertThat(stub.lifts()).isEqualTo(1);
    assertThat(stub.strangers()).isEqualTo(1);
  }

  @Test
  void aTriggerRunsAtTheGivenCallOnly() throws Exception {
    AtomicLong at = new AtomicLong();
    call("POST", "/v1/freeze/a-0", "k0");
    stub.atCall(2, () -> at.set(stub.calls()));

    for (int i = 1; i <= 3; i++) {
      call("POST", "/v1/freeze/a-" + i, "k" + i);
    }

    assertThat(at).hasValue(3);
  }
}
