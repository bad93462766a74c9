package dev.firebreak.system;

import dev.firebreak.connector.Json;
import dev.firebreak.support.LocalVendor;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The firewall that the example of a connector in a file talks to. */
final class AcmeFirewall implements AutoCloseable {
  private static final String BLOCKS = "/api/v1/blocks/";

  private final String token = SharedFirebreak.unique("acme");
  private final Map<String, String> blocks = new ConcurrentHashMap<>();
  private final LocalVendor vendor = LocalVendor.start(this::answer);

  private LocalVendor.Reply answer(LocalVendor.Call call) {
    if (!call.isBearer(token)) {
      return new LocalVendor.Reply(401, "{}");
    } else if (call.path().equals("/api/v1/whoami")) {
      return new LocalVendor.Reply(200, "{\"user\":\"firebreak-robot\"}");
    }
    String ip = call.path().replace(BLOCKS, "");
    return switch (call.method()) {
      case "PUT" -> put(ip, call.body());
      case "DELETE" -> new LocalVendor.Reply(blocks.remove(ip) == null ? 404 : 204, "");
      default -> shown(ip);
    };
  }

  private LocalVendor.Reply put(String ip, String body) {
    blocks.put(ip, body);
    return new LocalVendor.Reply(201, "{}");
  }

  private LocalVendor.Reply shown(String ip) {
    return blocks.containsKey(ip)
        ? new LocalVendor.Reply(200, Json.write(Map.of("ip", ip, "state", "active")))
        : new LocalVendor.Reply(404, "{}");
  }

  /** Addresses with the body that blocked them. */
  Map<String, String> blocks() {
    return Map.copyOf(blocks);
  }

  /** What was asked of it about an address. */
  List<LocalVendor.Call> calls(String ip) {
    return vendor.calls().stream().filter(c -> c.path().equals(BLOCKS + ip)).toList();
  }

  /** All that was asked of it. */
  List<LocalVendor.Call> calls() {
    return vendor.calls();
  }

  /**
   * The example's text with this firewall's address and credential.
   *
   * @param folder where the credential is put
   */
  String file(Path example, Path folder) {
    try {
      Path credential = Files.writeString(folder.resolve("acme-token"), token);
      return Files.readString(example)
              .replace("https://firewall.acme.example", vendor.url().toString())
              .replace("/run/secrets/acme-token", credential.toString())
          + "private-hosts: [127.0.0.1]\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vendor.close();
  }
}
