package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.VendorHttp;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Function;

/**
 * One API server, spoken to by the Kubernetes client over {@link VendorHttp}. Where it says 409,
 * the failure is UNAVAILABLE: someone else wrote at the same time.
 */
final class ApiServer {
  private static final int CONFLICT = 409;

  private final KubernetesClient client;

  private ApiServer(KubernetesClient client) {
    this.client = client;
  }

  static ApiServer at(VendorHttp http, Secret token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(http.endpoint().base().toString())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(0)
            .build();
    return new ApiServer(
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new VendorHttpClient.Factory(http, token))
            .build());
  }

  /**
   * A request that changes nothing, whatever its method.
   *
   * @param what for messages, for example {@code reading pod custody/signer-0}
   */
  <T> T read(String what, Function<KubernetesClient, T> request) throws ActionFailure {
    try {
      return ask(what, false, request);
    } catch (ActionFailure e) {
      throw e.kind() == ActionFailure.Kind.UNKNOWN
          ? ActionFailure.unavailable(e.getMessage(), e)
          : e;
    }
  }

  /** A request that changes something: one whose answer can't be read may have happened. */
  <T> T change(String what, Function<KubernetesClient, T> request) throws ActionFailure {
    return ask(what, true, request);
  }

  /** The client library throws unchecked exceptions of many kinds, also for unreadable answers. */
  private <T> T ask(String what, boolean changes, Function<KubernetesClient, T> request)
      throws ActionFailure {
    try {
      return request.apply(client);
    } catch (RuntimeException e) {
      Optional<ActionFailure> ours = actionFailure(e);
      if (ours.isPresent()) {
        throw ours.get();
      }
      if (e instanceof KubernetesClientException k && k.getCode() >= 400) {
        throw answered(what, k);
      }
      String message = what + ": the answer is not what Kubernetes documents";
      throw changes ? ActionFailure.unknown(message, e) : ActionFailure.unavailable(message, e);
    }
  }

  private static ActionFailure answered(String what, KubernetesClientException e) {
    String reason =
        Optional.ofNullable(e.getStatus())
            .flatMap(s -> Optional.ofNullable(s.getMessage()))
            .map(m -> ": " + VendorHttp.oneLine(m))
            .orElse("");
    String message = what + ": HTTP " + e.getCode() + reason;
    return e.getCode() == CONFLICT
        ? ActionFailure.unavailable(message + "; it changed at the same moment, try again", e)
        : ActionFailure.refused(message);
  }

  /** Whether the API server refused a change because the object changed since it was read. */
  static boolean isConflict(ActionFailure failure) {
    return failure.getCause() instanceof KubernetesClientException k && k.getCode() == CONFLICT;
  }

  private static Optional<ActionFailure> actionFailure(Throwable thrown) {
    Optional<Throwable> at = Optional.of(thrown);
    for (int depth = 0; at.isPresent() && depth < 10; depth++) {
      if (at.get() instanceof ActionFailure failure) {
        return Optional.of(failure);
      }
      at = Optional.ofNullable(at.get().getCause());
    }
    return Optional.empty();
  }
}
