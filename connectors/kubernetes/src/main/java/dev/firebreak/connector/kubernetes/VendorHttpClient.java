package dev.firebreak.connector.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries the Kubernetes client's requests over {@link VendorHttp}, on the caller's thread, once,
 * with the connector's token. No proxies, redirects, watches, or credentials of the host's own
 * kubeconfig. What VendorHttp throws fails the future as it is.
 */
final class VendorHttpClient
    extends StandardHttpClient<
        VendorHttpClient, VendorHttpClient.Factory, VendorHttpClient.Builder> {
  private final Factory factory;

  private VendorHttpClient(Builder builder, AtomicBoolean closed, Factory factory) {
    super(builder, closed);
    this.factory = factory;
  }

  /** Makes clients of one instance. */
  record Factory(VendorHttp http, Secret token) implements HttpClient.Factory {
    /** Leaves out the usual set-up, which would read credentials and TLS settings of the host. */
    @Override
    public HttpClient.Builder newBuilder(Config config) {
      Builder builder = new Builder(this);
      builder.tag(config.getRequestConfig());
      return builder;
    }

    @Override
    public HttpClient.Builder newBuilder() {
      return new Builder(this);
    }
  }

  /** The library's way to derive one client from another. */
  static final class Builder extends StandardHttpClientBuilder<VendorHttpClient, Factory, Builder> {
    Builder(Factory factory) {
      super(factory);
    }

    @Override
    public VendorHttpClient build() {
      AtomicBoolean closed = client == null ? new AtomicBoolean() : client.getClosed();
      return new VendorHttpClient(this, closed, clientFactory);
    }

    @Override
    protected Builder newInstance(Factory factory) {
      return new Builder(factory);
    }
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    try {
      Request ours = translated(request);
      Response answer = factory.http().exchange(ours);
      Response response = factory.http().accepted(ours, answer, said(answer));
      requireObject(request, response);
      return CompletableFuture.completedFuture(
          new Answer(request, response, new WholeBody(response.body(), consumer)));
    } catch (ActionFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The API server's words on what is wrong, from its Status object
   * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).
   */
  private String said(Response answer) {
    if (answer.ok()) {
      return "";
    }
    try {
      String message = Json.parse(answer.body()).path("message").asText("");
      return message.replace(factory.token().reveal(), "(secret)");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** The library takes an empty body or the literal null for "not found". */
  private static void requireObject(StandardHttpRequest request, Response response)
      throws ActionFailure {
    if (response.ok() && !response.text().stripLeading().startsWith("{")) {
      String message =
          request.method() + " " + request.uri().getRawPath() + ": the answer is no JSON object";
      throw response.toRead() ? ActionFailure.unavailable(message) : ActionFailure.unknown(message);
    }
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder webSocket, WebSocket.Listener listener) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("this connector neither watches nor executes"));
  }

  @Override
  protected void doClose() {}

  private Request translated(StandardHttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    Optional<byte[]> body =
        Optional.ofNullable(request.bodyString()).map(b -> b.getBytes(StandardCharsets.UTF_8));
    if (body.isPresent()) {
      headers.keySet().removeIf("Content-Type"::equalsIgnoreCase);
      headers.put(
          "Content-Type", Optional.ofNullable(request.getContentType()).orElse("application/json"));
    }
    headers.put("Authorization", "Bearer " + factory.token().reveal());
    return new Request(request.method(), request.uri().toString(), headers, body);
  }

  private static final class Answer extends StandardHttpHeaders implements HttpResponse<AsyncBody> {
    private final HttpRequest request;
    private final int status;
    private final AsyncBody body;

    Answer(HttpRequest request, Response response, AsyncBody body) {
      super(response.headers());
      this.request = request;
      this.status = response.status();
      this.body = body;
    }

    @Override
    public int code() {
      return status;
    }

    @Override
    public AsyncBody body() {
      return body;
    }

    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
      return Optional.empty();
    }
  }

  /** A body that has arrived in full: handed over at the first demand. */
  private static final class WholeBody implements AsyncBody {
    private final byte[] bytes;
    private final Consumer<List<ByteBuffer>> consumer;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    WholeBody(byte[] bytes, Consumer<List<ByteBuffer>> consumer) {
      this.bytes = bytes;
      this.consumer = consumer;
    }

    @Override
    public void consume() {
      if (handedOver.compareAndSet(false, true)) {
        try {
          consumer.consume(List.of(ByteBuffer.wrap(bytes)), this);
          done.complete(null);
        } catch (Exception e) {
          done.completeExceptionally(e);
        }
      }
    }

    @Override
    public CompletableFuture<Void> done() {
      return done;
    }

    @Override
    public void cancel() {
      done.cancel(false);
    }
  }
}
