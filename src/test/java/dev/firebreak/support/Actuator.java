package dev.firebreak.support;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The vendor of the connector {@code example}, which takes some keys and notes which was shown. */
public final class Actuator implements AutoCloseable {
  /** One request and the key it came with. */
  public record Shown(String method, String path, String key) {}

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> active = ConcurrentHashMap.newKeySet();
  private final List<Shown> shown = new CopyOnWriteArrayList<>();
  private final LocalVendor vendor = LocalVendor.start(this::answer);

  /** Takes these keys from now on, and no others. */
  public Actuator takes(String... some) {
    keys.clear();
    keys.addAll(List.of(some));
    return this;
  }

  public URI url() {
    return vendor.url();
  }

  /** Requests that change something. */
  public List<Shown> changes() {
    return shown.stream().filter(s -> !s.method().equals("GET")).toList();
  }

  private LocalVendor.Reply answer(LocalVendor.Call call) {
    String key = call.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    if (!keys.contains(key)) {
      return new LocalVendor.Reply(401, "{}");
    }
    shown.add(new Shown(call.method(), call.path(), key));
    String what = call.path().replaceFirst("^/v1/(state/)?", "");
    if (call.path().equals("/v1/self")) {
      return new LocalVendor.Reply(
          200,
          "{\"client\":\"firebreak\",\"may\":[\"freeze\",\"isolate\",\"revoke\",\"lift\",\"ticket\"]}");
    }
    return switch (call.method()) {
      case "POST" -> {
        active.add(what);
        yield new LocalVendor.Reply(200, "{\"ref\":\"r-1\"}");
      }
      case "DELETE" -> {
        active.remove(what);
        yield new LocalVendor.Reply(200, "{}");
      }
      default -> new LocalVendor.Reply(200, "{\"active\":" + active.contains(what) + "}");
    };
  }

  @Override
  public void close() {
    vendor.close();
  }
}
