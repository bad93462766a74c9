package dev.firebreak.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BitGo as far as a freeze that ends by itself goes
 * (https://developers.bitgo.com/docs/wallets-manage-freeze). It may grant less time than asked for.
 */
public final class Custodian {
  private static final Pattern WALLET = Pattern.compile("/api/v2/tbtc4/wallet/(\\w+)(/freeze)?");

  private final String token;
  private final LocalVendor vendor = LocalVendor.start(this::answer);
  private final Map<String, Duration> grants = new ConcurrentHashMap<>();
  private final Map<String, Instant> freezes = new ConcurrentHashMap<>();

  Custodian(String token) {
    this.token = token;
  }

  URI url() {
    return vendor.url();
  }

  String token() {
    return token;
  }

  /** Whatever is asked for, it freezes this wallet for so long. */
  public void grants(String wallet, Duration duration) {
    grants.put(wallet, duration);
  }

  /** When the newest freeze of a wallet ends or ended. */
  public Optional<Instant> frozenUntil(String wallet) {
    return Optional.ofNullable(freezes.get(wallet));
  }

  /** Somebody there ends a freeze that cannot be ended. */
  public void forgets(String wallet) {
    freezes.remove(wallet);
  }

  private LocalVendor.Reply answer(LocalVendor.Call call) {
    Matcher wallet = WALLET.matcher(call.path());
    if (!call.isBearer(token)) {
      return new LocalVendor.Reply(401, "{\"error\":\"unauthorized\"}");
    } else if (call.path().equals("/api/v2/user/session")) {
      return new LocalVendor.Reply(200, "{\"session\":{\"user\":\"u1\",\"scope\":[\"all\"]}}");
    } else if (!wallet.matches()) {
      return new LocalVendor.Reply(404, "{\"error\":\"not found\"}");
    }
    if (call.method().equals("POST")) {
      freeze(wallet.group(1), Duration.ofSeconds(read(call).path("duration").asLong()));
    }
    return new LocalVendor.Reply(200, Json.write(shown(wallet.group(1))));
  }

  private void freeze(String wallet, Duration asked) {
    freezes.put(
        wallet,
        Instant.now().plus(grants.getOrDefault(wallet, asked)).truncatedTo(ChronoUnit.MILLIS));
  }

  private ObjectNode shown(String wallet) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", wallet);
    frozenUntil(wallet).ifPresent(e -> shown.putObject("freeze").put("expires", e.toString()));
    return shown;
  }

  private static JsonNode read(LocalVendor.Call call) {
    try {
      return Json.parse(call.body());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
