package dev.firebreak.http;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests to one service of AWS with Signature Version 4, by AWS's own signer; the bytes are
 * sent by {@link VendorHttp}. A signature is good for five minutes by AWS's clock. Safe for all
 * threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
public final class AwsSignature {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsKey key;
  private final String region;
  private final String service;
  private final Clock clock;

  /**
   * @param region as it stands in the signature's scope, for example {@code us-east-1} for all of
   *     IAM
   * @param service as it stands in the signature's scope, for example {@code iam}
   */
  public AwsSignature(AwsKey key, String region, String service, Clock clock) {
    this.key = key;
    this.region = region;
    this.service = service;
    this.clock = clock;
  }

  /** The same key for another service or region. */
  public AwsSignature scopedTo(String otherRegion, String otherService) {
    return new AwsSignature(key, otherRegion, otherService, clock);
  }

  /** The request with the headers that make it ours; its other headers and its body are signed. */
  public Request sign(Request request, Endpoint endpoint) {
    URI uri = wholeUri(request, endpoint);
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(uri)
            .putHeader("Host", host(uri));
    request.headers().forEach(unsigned::putHeader);
    SdkHttpRequest signed = SIGNER.sign(asked(unsigned.build(), request)).request();
    return request.withHeaders(withoutHost(signed.headers()));
  }

  AwsKey key() {
    return key;
  }

  private SignRequest<AwsCredentialsIdentity> asked(SdkHttpRequest unsigned, Request request) {
    SignRequest.Builder<AwsCredentialsIdentity> asked =
        SignRequest.builder(identity(key))
            .request(unsigned)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(HttpSigner.SIGNING_CLOCK, clock);
    request.body().ifPresent(b -> asked.payload(() -> new ByteArrayInputStream(b)));
    return asked.build();
  }

  private static AwsCredentialsIdentity identity(AwsKey key) {
    String id = key.id().reveal();
    String secret = key.secret().reveal();
    Optional<AwsCredentialsIdentity> temporary =
        key.session().map(s -> AwsSessionCredentialsIdentity.create(id, secret, s.reveal()));
    return temporary.orElseGet(() -> AwsCredentialsIdentity.create(id, secret));
  }

  private static URI wholeUri(Request request, Endpoint endpoint) {
    String target = request.target();
    return URI.create(target.startsWith("/") ? endpoint.base() + target : target);
  }

  /** As VendorHttp sends it: with the port wherever the URL has one. */
  private static String host(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** Host is the client's own to send. */
  private static Map<String, String> withoutHost(Map<String, List<String>> signed) {
    Map<String, String> headers = new TreeMap<>();
    signed.forEach((name, values) -> headers.put(name, String.join(",", values)));
    headers.remove("Host");
    return headers;
  }
}
