package dev.firebreak.app.http;

import dev.firebreak.app.config.FirebreakConfig;
import io.quarkus.tls.runtime.TrustStoreAndTrustOptions;
import io.quarkus.tls.runtime.TrustStoreProvider;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Has clients asked for a certificate where a source wants one of its sender. TLS itself takes
 * whatever is shown, whose key the client then has to prove it owns, and none at all: each source
 * has authorities of its own, and says no with the same 401 as to a wrong signature. Nothing but
 * {@link dev.firebreak.intake.ClientCertificate} makes anything of what is shown.
 */
@ApplicationScoped
@Identifier(ShownCertificates.TLS)
public class ShownCertificates implements HttpServerOptionsCustomizer, TrustStoreProvider {
  /** The name of the TLS settings that this goes with: {@code quarkus.tls.firebreak.*}. */
  static final String TLS = "firebreak";

  private final FirebreakConfig config;

  @Inject
  ShownCertificates(FirebreakConfig config) {
    this.config = config;
  }

  /** What a client showed, its own first; empty without TLS and where it showed none. */
  static List<X509Certificate> of(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return List.of();
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate c : session.getPeerCertificates()) {
        chain.add((X509Certificate) c);
      }
      return chain;
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (config.sources().values().stream().anyMatch(s -> s.clientCertificate().isPresent())) {
      options.setClientAuth(ClientAuth.REQUEST);
    }
  }

  @Override
  public TrustStoreAndTrustOptions getTrustStore(Vertx vertx) {
    try {
      KeyStore none = KeyStore.getInstance(KeyStore.getDefaultType());
      return new TrustStoreAndTrustOptions(none, TrustOptions.wrap(new Anything()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no key store", e);
    }
  }

  /** Lets the handshake go on, so that it is a source that refuses. For servers only. */
  private static final class Anything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException("this is for clients' certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException("this is for clients' certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("this is for clients' certificates");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
