package dev.firebreak.app.secrets;

import dev.firebreak.connector.Secret;
import dev.firebreak.connector.SecretMissing;
import dev.firebreak.connector.SecretReference;
import dev.firebreak.connector.SecretSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Something that is opened with secrets, and opened anew when one of them has another value. What
 * was opened before is taken apart when its last user has let go of it. Safe for all threads.
 *
 * @param <T> what is opened
 */
final class Rotating<T> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Rotating.class);

  private final String what;
  private final Map<String, SecretReference> settings;
  private final SecretStore store;
  private final Opener<T> opener;
  private Optional<Generation> current = Optional.empty();
  private Optional<Opening<T>> described = Optional.empty();

  /** Opens it. */
  @FunctionalInterface
  interface Opener<T> {
    /**
     * @throws IllegalArgumentException a sentence about a setting
     */
    Opening<T> open(SecretSource secrets);
  }

  /** What was opened. */
  interface Opening<T> extends AutoCloseable {
    T value();

    /** Secrets that its settings do not name, by the place that does. */
    Map<String, SecretReference> more();

    /** How often it was told that its credential is not taken. */
    long refusals();

    @Override
    void close();
  }

  /**
   * @param what named in messages, for example {@code connector 'okta'}
   * @param settings the secrets of its settings, by key
   * @throws IllegalArgumentException a sentence about a setting that can never work
   */
  Rotating(
      String what, Map<String, SecretReference> settings, SecretStore store, Opener<T> opener) {
    this.what = what;
    this.settings = Map.copyOf(settings);
    this.store = store;
    this.opener = opener;
    describe();
    try {
      hold().close();
    } catch (SecretMissing e) {
      LOG.warnf("%s cannot be used yet: %s", what, e.getMessage());
    }
  }

  /**
   * Opens it without secrets of elsewhere: what is wrong then is wrong with the settings. Some
   * cannot be opened so.
   */
  private void describe() {
    try {
      described =
          Optional.of(
              opener.open(r -> r instanceof SecretReference.Plain p ? p.value() : Secret.absent()));
    } catch (Secret.NotThere e) {
      LOG.debugf("%s says what it can do only with its secrets", what);
    }
  }

  /** What is opened now, for as long as it is held. */
  final class Hold implements AutoCloseable {
    private final Generation generation;
    private final long refusals;

    private Hold(Generation generation) {
      this.generation = generation;
      this.refusals = generation.opening.refusals();
    }

    T value() {
      return generation.opening.value();
    }

    /** Whether its credential was refused since, and there is another by now. */
    boolean isOutdated() {
      return generation.opening.refusals() > refusals && isReplaced();
    }

    /** Whether there is another credential by now, wherever it is kept. */
    boolean isReplaced() {
      store.forget(generation.secrets.keySet());
      try {
        return !look().equals(generation.secrets);
      } catch (SecretMissing e) {
        return false;
      }
    }

    @Override
    public void close() {
      generation.release();
    }
  }

  /** One opening and who uses it; the rotating object is one of the users while it is current. */
  private final class Generation {
    private final Opening<T> opening;
    private final Map<SecretReference, Secret> secrets;
    private int users = 1;

    Generation(Opening<T> opening, Map<SecretReference, Secret> secrets) {
      this.opening = opening;
      this.secrets = secrets;
    }

    synchronized void take() {
      users++;
    }

    void release() {
      synchronized (this) {
        users--;
        if (users > 0) {
          return;
        }
      }
      opening.close();
    }
  }

  /** What it is, perhaps without its secrets; empty where that cannot be said yet. */
  synchronized Optional<T> described() {
    return current.map(g -> g.opening).or(() -> described).map(Opening::value);
  }

  /** What its newest opening was, whether or not a secret is missing now. */
  synchronized Optional<Opening<T>> newest() {
    return current.map(g -> g.opening);
  }

  /**
   * With its secrets as they are now.
   *
   * @throws SecretMissing naming the setting and the reference
   */
  Hold hold() throws SecretMissing {
    Map<SecretReference, Secret> now = look();
    synchronized (this) {
      if (current.filter(g -> g.secrets.equals(now)).isEmpty()) {
        replace(now);
      }
      Generation generation = current.orElseThrow();
      generation.take();
      return new Hold(generation);
    }
  }

  private void replace(Map<SecretReference, Secret> now) throws SecretMissing {
    boolean first = current.isEmpty();
    Opening<T> fresh;
    try {
      fresh = opener.open(r -> Optional.ofNullable(now.get(r)).orElseGet(Secret::absent));
    } catch (IllegalArgumentException e) {
      throw new SecretMissing(String.valueOf(e.getMessage()));
    }
    current.ifPresent(Generation::release);
    current = Optional.of(new Generation(fresh, now));
    described.ifPresent(Opening::close);
    described = Optional.empty();
    if (!first) {
      LOG.infof("%s goes on with other secrets", what);
    }
  }

  private Map<SecretReference, Secret> look() throws SecretMissing {
    Map<SecretReference, Secret> found = new HashMap<>();
    for (Map.Entry<String, SecretReference> e : references().entrySet()) {
      try {
        found.put(e.getValue(), store.find(e.getValue()));
      } catch (SecretMissing missing) {
        throw new SecretMissing(what + ": setting '" + e.getKey() + "': " + missing.getMessage());
      }
    }
    return found;
  }

  private synchronized Map<String, SecretReference> references() {
    Map<String, SecretReference> all = new TreeMap<>(settings);
    current.map(g -> g.opening).or(() -> described).ifPresent(o -> all.putAll(o.more()));
    return all;
  }

  @Override
  public synchronized void close() {
    current.ifPresent(Generation::release);
    current = Optional.empty();
    described.ifPresent(Opening::close);
    described = Optional.empty();
  }
}
