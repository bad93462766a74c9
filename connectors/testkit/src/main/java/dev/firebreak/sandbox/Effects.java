package dev.firebreak.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what really changed, so that a test can show that one key had one effect. Also keeps first
 * answers, for vendors that replay them. Used under the sandbox's lock.
 */
final class Effects {
  private final Map<String, Integer> byKey = new LinkedHashMap<>();
  private final Map<String, Integer> byName = new LinkedHashMap<>();
  private final Map<String, Integer> requestsByKey = new LinkedHashMap<>();
  private final Map<String, Reply> firstAnswers = new LinkedHashMap<>();

  /** Notes that a request changed something. */
  void happened(Ask ask, String name) {
    byName.merge(name, 1, Integer::sum);
    key(ask).ifPresent(k -> byKey.merge(k, 1, Integer::sum));
  }

  void asked(Ask ask) {
    key(ask).ifPresent(k -> requestsByKey.merge(k, 1, Integer::sum));
  }

  /** The first answer given to this key on this path. */
  Optional<Reply> replay(Ask ask) {
    return key(ask).map(k -> firstAnswers.get(k + " " + ask.method() + " " + ask.unmounted()));
  }

  /** Keeps a 2xx answer to a changing request that had a key. */
  Reply keep(Ask ask, Reply reply) {
    if (reply.status() / 100 == 2 && !ask.method().equals("GET")) {
      key(ask)
          .ifPresent(
              k -> firstAnswers.putIfAbsent(k + " " + ask.method() + " " + ask.unmounted(), reply));
    }
    return reply;
  }

  int ofKey(String key) {
    return byKey.getOrDefault(key, 0);
  }

  Map<String, Integer> byKey() {
    return Map.copyOf(byKey);
  }

  Map<String, Integer> requestsByKey() {
    return Map.copyOf(requestsByKey);
  }

  Map<String, Integer> byName() {
    return Map.copyOf(byName);
  }

  private static Optional<String> key(Ask ask) {
    return ask.header("idempotency-key");
  }
}
