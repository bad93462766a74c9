package dev.firebreak.connector.awsec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An EC2 that remembers: one instance, its interfaces with groups and tags, and their groups. */
final class FakeEc2 implements AutoCloseable {
  /** A request: its parameters, and whether it asked for a change. */
  record Asked(Map<String, String> parameters, boolean change) {
    String action() {
      return parameters.getOrDefault("Action", "");
    }

    boolean dry() {
      return parameters.containsKey("DryRun");
    }

    List<String> numbered(String prefix) {
      return parameters.entrySet().stream()
          .filter(e -> e.getKey().startsWith(prefix))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  /** An answer instead of the usual one; a status of 0 drops the connection after the effect. */
  record Instead(Predicate<Asked> when, int status, String body) {}

  private final HttpServer server;
  private final Map<String, NetworkInterface> interfaces = new TreeMap<>();
  private final Map<String, String> groups = new LinkedHashMap<>();
  private final List<Instead> instead = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private String state = "running";

  FakeEc2() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    groups.put(Ec2Xml.QUARANTINE, "");
    groups.put(Ec2Xml.OPEN, Ec2Xml.ALL_BOTH_WAYS);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeEc2 with(String id, List<String> itsGroups) {
    return with(id, itsGroups, Map.of());
  }

  FakeEc2 with(String id, List<String> itsGroups, Map<String, String> tags) {
    interfaces.put(id, Ec2Xml.ni(id, itsGroups, tags));
    return this;
  }

  FakeEc2 state(String newState) {
    state = newState;
    return this;
  }

  FakeEc2 group(String id, String rules) {
    groups.put(id, rules);
    return this;
  }

  FakeEc2 noGroup(String id) {
    groups.remove(id);
    return this;
  }

  FakeEc2 instead(Predicate<Asked> when, int status, String body) {
    instead.add(new Instead(when, status, body));
    return this;
  }

  void again() {
    instead.clear();
    changes.clear();
  }

  List<String> groupsOf(String id) {
    return interfaces.get(id).groups();
  }

  Map<String, String> tagsOf(String id) {
    return interfaces.get(id).tags();
  }

  /** Each change that was done, as {@code eni-...10 -> [sg-...]}, in order. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private synchronized void serve(HttpExchange exchange) throws IOException {
    boolean change = exchange.getRequestMethod().equals("POST");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String raw = change ? body : String.valueOf(exchange.getRequestURI().getRawQuery());
    Asked asked = new Asked(parameters(raw), change);
    Optional<Instead> other = instead.stream().filter(i -> i.when().test(asked)).findFirst();
    if (other.isPresent() && other.get().status() != 0) {
      send(exchange, other.get().status(), other.get().body());
      return;
    }
    String answer = answer(asked);
    if (other.isPresent()) {
      exchange.close();
    } else {
      send(exchange, asked.dry() ? 412 : 200, answer);
    }
  }

  private String answer(Asked asked) {
    if (asked.dry()) {
      return Ec2Xml.error("DryRunOperation", "Request would have succeeded");
    }
    return switch (asked.action()) {
      case "GetCallerIdentity" -> Ec2Xml.self();
      case "DescribeInstances" -> Ec2Xml.instance(state);
      case "DescribeNetworkInterfaces" -> Ec2Xml.interfaces(List.copyOf(interfaces.values()));
      case "DescribeSecurityGroups" -> Ec2Xml.groups(groups);
      default -> {
        if (asked.change()) {
          change(asked);
        }
        yield Ec2Xml.done(asked.action());
      }
    };
  }

  private void change(Asked asked) {
    Map<String, String> p = asked.parameters();
    String id = p.getOrDefault("NetworkInterfaceId", p.getOrDefault("ResourceId.1", ""));
    NetworkInterface ni = interfaces.get(id);
    Map<String, String> tags = new TreeMap<>(ni.tags());
    List<String> itsGroups = ni.groups();
    switch (asked.action()) {
      case "ModifyNetworkInterfaceAttribute" -> {
        itsGroups = asked.numbered("SecurityGroupId.");
        changes.add(id + " -> " + itsGroups);
      }
      case "CreateTags" -> {
        for (int n = 1; p.containsKey("Tag." + n + ".Key"); n++) {
          tags.put(p.get("Tag." + n + ".Key"), p.getOrDefault("Tag." + n + ".Value", ""));
        }
        changes.add(id + " noted");
      }
      case "DeleteTags" -> {
        for (int n = 1; p.containsKey("Tag." + n + ".Key"); n++) {
          tags.remove(p.get("Tag." + n + ".Key"));
        }
        changes.add(id + " forgotten");
      }
      default -> throw new IllegalStateException("not an action of this fake: " + asked.action());
    }
    interfaces.put(id, Ec2Xml.ni(id, itsGroups, tags));
  }

  private static Map<String, String> parameters(String raw) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      String[] parts = (pair + "=").split("=", -1);
      all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
