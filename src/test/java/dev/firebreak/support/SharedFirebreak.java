package dev.firebreak.support;

import dev.firebreak.bench.VendorStub;
import dev.firebreak.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One application for all tests that need nothing special: started when first asked for, stopped
 * when the JVM ends. Its vendors are a {@link Sandbox} in this JVM and, for the connector {@code
 * example}, a {@link VendorStub}.
 *
 * <p>The vendor of the connector {@code away} is never there.
 *
 * <p>Its sources: {@code siem} (signed, critical, with a next secret), {@code monitor} (signed, not
 * critical), {@code falco}, {@code alertmanager}, {@code guardduty}, {@code splunk}, {@code
 * example}. Alerts that share a target join one incident, so each test names wallets of its own.
 */
public final class SharedFirebreak {
  private static final int TIMES = 8;

  private final Sandbox sandbox;
  private final VendorStub exampleVendor;
  private final Firebreak firebreak;

  private SharedFirebreak() throws IOException {
    sandbox = Sandbox.start(0);
    exampleVendor = VendorStub.start(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)));
    Map<String, String> properties = new LinkedHashMap<>(sandbox.properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.sources.siem.settings.next-secret", Siem.newSecret());
    properties.putAll(Firebreak.signingSource("monitor", false));
    for (String kind : new String[] {"falco", "alertmanager", "guardduty", "splunk", "example"}) {
      properties.put("firebreak.sources." + kind + ".kind", kind);
      properties.put("firebreak.sources." + kind + ".settings.secret", secret());
    }
    properties.put("firebreak.connectors.example.kind", "example");
    properties.put("firebreak.connectors.example.settings.url", exampleVendor.url().toString());
    properties.put("firebreak.connectors.example.settings.token", secret());
    properties.put("firebreak.connectors.example.private-hosts", "127.0.0.1");
    properties.put("firebreak.connectors.away.kind", "example");
    properties.put("firebreak.connectors.away.settings.url", "http://127.0.0.1:1");
    properties.put("firebreak.connectors.away.settings.token", secret());
    properties.put("firebreak.connectors.away.private-hosts", "127.0.0.1");
    properties.put("firebreak.tags.hot", "target:wallet:hot-*, target:address");
    properties.put("firebreak.tags.trading", "connector:exchange");
    properties.put("firebreak.tags.staff", "connector:okta, target:identity");
    properties.put("firebreak.drift.interval", "PT2S");
    firebreak = Firebreak.start("shared", properties);
  }

  private static final class Holder {
    private static final SharedFirebreak ONE = make();

    private static SharedFirebreak make() {
      try {
        return new SharedFirebreak();
      } catch (IOException e) {
        throw new UncheckedIOException("the sandbox cannot be started", e);
      }
    }
  }

  /** The application. */
  public static Firebreak get() {
    return Holder.ONE.firebreak;
  }

  /** Its vendors. */
  public static Sandbox sandbox() {
    return Holder.ONE.sandbox;
  }

  /** The vendor of the connector {@code example}. */
  public static VendorStub exampleVendor() {
    return Holder.ONE.exampleVendor;
  }

  /** A name that no other test uses. */
  public static String unique(String prefix) {
    return prefix + "-" + secret().substring(0, TIMES);
  }

  private static String secret() {
    return "a" + new BigInteger(160, new SecureRandom()).toString(36);
  }
}
