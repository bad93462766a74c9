package dev.firebreak.app.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.config.VaultConfig;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference.InVault;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Reads secrets of HashiCorp Vault's KV engine, versions 1 and 2, and keeps them for a short time
 * in memory alone. While Vault cannot be reached, what was read last serves some time longer; where
 * Vault says no, nothing does. Safe for all threads; calls block.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2">KV version 2</a>
 */
final class Vault implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Vault.class);

  /** After a failure Vault is left alone this long. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final VaultSession session;
  private final Duration cache;
  private final Duration stale;
  private final Clock clock;
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  /** What is known of one path; guarded by itself. */
  private static final class Shelf {
    private Map<String, Secret> fields = Map.of();
    private Instant read = Instant.EPOCH;
    private Instant due = Instant.EPOCH;
    private Optional<String> problem = Optional.empty();
  }

  private Vault(VaultSession session, Duration cache, Duration stale, Clock clock) {
    this.session = session;
    this.cache = cache;
    this.stale = stale;
    this.clock = clock;
  }

  static Vault open(String url, VaultConfig config, Clock clock) {
    return new Vault(VaultSession.open(url, config, clock), config.cache(), config.stale(), clock);
  }

  Secret find(InVault reference) throws SecretMissing {
    Shelf shelf = shelves.computeIfAbsent(reference.path(), p -> new Shelf());
    synchronized (shelf) {
      if (!clock.instant().isBefore(shelf.due)) {
        refresh(reference, shelf);
      }
      Optional<Secret> found = Optional.ofNullable(shelf.fields.get(reference.field()));
      if (found.isPresent()) {
        return found.get();
      }
      throw new SecretMissing(
          reference
              + ": "
              + shelf.problem.orElse("the secret has no field '" + reference.field() + "'"));
    }
  }

  private void refresh(InVault reference, Shelf shelf) {
    Instant now = clock.instant();
    try {
      shelf.fields = read(reference.path());
      shelf.read = now;
      shelf.due = now.plus(cache);
      shelf.problem = Optional.empty();
    } catch (SecretMissing e) {
      shelf.fields = Map.of();
      shelf.due = now.plus(PAUSE);
      shelf.problem = Optional.of(e.getMessage());
    } catch (ActionFailure e) {
      shelf.due = now.plus(PAUSE);
      shelf.problem = Optional.of("Vault cannot be asked: " + e.getMessage());
      if (now.isAfter(shelf.read.plus(stale))) {
        shelf.fields = Map.of();
      }
      LOG.warnf("%s cannot be read again: %s", reference, e.getMessage());
    }
  }

  private Map<String, Secret> read(String path) throws SecretMissing, ActionFailure {
    Response answer = session.exchange(Request.get("/v1/" + path));
    if (answer.status() == 404) {
      throw new SecretMissing("Vault has no such secret, or its newest version is deleted");
    }
    if (answer.status() == 403) {
      throw new SecretMissing(
          "Vault does not let us read it; check the policy of our role, or whether our token has"
              + " ended");
    }
    if (!answer.ok()) {
      throw session.failure(answer);
    }
    JsonNode data = answer.json().path("data");
    boolean second = data.path("data").isObject() && data.path("metadata").isObject();
    return fields(second ? data.path("data") : data);
  }

  private static Map<String, Secret> fields(JsonNode data) {
    Map<String, Secret> all = new HashMap<>();
    data.properties()
        .forEach(
            f -> {
              if (f.getValue().isValueNode() && !f.getValue().asText("").isBlank()) {
                all.put(f.getKey(), Secret.of(f.getValue().asText().strip()));
              }
            });
    return all;
  }

  /** Has it read at the next look; the old value serves if that fails. */
  void forget(InVault reference) {
    Shelf shelf = shelves.computeIfAbsent(reference.path(), p -> new Shelf());
    synchronized (shelf) {
      // Not at once again: whoever is refused on purpose does not make us ask Vault each time.
      if (clock.instant().isAfter(shelf.read.plus(PAUSE))) {
        shelf.due = Instant.EPOCH;
      }
    }
  }

  void renew() {
    session.renew();
  }

  @Override
  public void close() {
    session.close();
  }
}
