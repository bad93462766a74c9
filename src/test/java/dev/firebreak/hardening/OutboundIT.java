package dev.firebreak.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.bench.AppProcess;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every way we know to have the packaged application connect to something inside: by the address,
 * by the name, by what the vendor answers, by a proxy. A canary on loopback counts who gets there.
 */
class OutboundIT {
  private static final List<String> INSIDE =
      List.of(
          "127.0.0.1",
          "127.9.9.9",
          "localhost",
          "LOCALHOST",
          "localhost.",
          "127.0.0.1.",
          "2130706433",
          "0x7f000001",
          "0X7f.1",
          "0177.0.0.1",
          "017700000001",
          "127.1",
          "127.0.1",
          "0",
          "0.0.0.0",
          "[::]",
          "[::1]",
          "[0:0:0:0:0:0:0:1]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[::127.0.0.1]",
          "[::ffff:0:127.0.0.1]",
          "[64:ff9b::127.0.0.1]",
          "[64:ff9b:1::7f00:1]",
          "[2002:7f00:1::]",
          "[2002:7f00:0001::1]",
          "[fe80::1%25lo]",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.0.1",
          "169.254.169.254",
          "169.254.170.2",
          "100.100.100.200",
          "192.0.0.192",
          "168.63.129.16",
          "[fd00:ec2::254]",
          "[fd20:ce::254]",
          "[::ffff:169.254.169.254]",
          "[64:ff9b::a9fe:a9fe]",
          "[2002:a9fe:a9fe::]",
          "inside.example",
          "both.example",
          "metadata.example");

  private static final Canary CANARY = new Canary();
  private static final AtomicInteger REDIRECTED = new AtomicInteger();

  private static TurningHosts hosts;
  private static HttpServer vendor;
  private static Path folder;
  private static Firebreak app;

  @BeforeAll
  static void start() throws IOException {
    AppProcess prepared = Firebreak.prepare("outbound", properties());
    folder = Files.createDirectories(prepared.home().resolve("connectors.d"));
    hosts = new TurningHosts(prepared.home());
    vendor = redirecting();
    put("turning", "https://turning.example:" + CANARY.port(), "/", "");
    put("listed-by-name", "http://metadata.example", "/", "private-hosts: [metadata.example]\n");
    for (int status : List.of(300, 301, 302, 303, 305, 307, 308)) {
      String url = "http://127.0.0.1:" + vendor.getAddress().getPort();
      put("redirect-" + status, url, "/" + status, "private-hosts: [127.0.0.1]\n");
    }
    String proxy = "http://127.0.0.1:" + CANARY.port();
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name :
        List.of(
            "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
      environment.put(name, proxy);
    }
    environment.put("JAVA_TOOL_OPTIONS", hosts.javaOptions());
    AppProcess process = prepared.with(environment);
    process.start();
    app = Firebreak.running(process, properties());
  }

  @AfterAll
  static void stop() {
    app.close();
    vendor.stop(0);
    hosts.close();
    CANARY.close();
  }

  /** Mail goes by sockets of its own. */
  private static Map<String, String> properties() {
    Map<String, String> all = new LinkedHashMap<>();
    int n = 0;
    for (String host :
        List.of(
            "localhost",
            "2130706433",
            "[::1]",
            "turning.example",
            "inside.example",
            "169.254.169.254")) {
      String at = "firebreak.connectors.mail-" + n++ + ".";
      all.put(at + "kind", "smtp");
      all.put(at + "settings.host", host);
      all.put(at + "settings.port", Integer.toString(CANARY.port()));
      all.put(at + "settings.from", "firebreak@example.com");
      all.put(at + "settings.recipients", "@example.com");
      all.put(at + "settings.timeout", "PT2S");
    }
    return all;
  }

  /** A vendor that sends everybody on to the canary. */
  private static HttpServer redirecting() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          REDIRECTED.incrementAndGet();
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          String to = "http://127.0.0.1:" + CANARY.port() + "/stolen";
          exchange.getResponseHeaders().add("Location", to);
          exchange.getResponseHeaders().add("Refresh", "0; url=" + to);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String file(String url, String path, String more) {
    return "url: \""
        + url
        + "\"\ntimeout-seconds: 2\n"
        + more
        + "readiness:\n  request: {GET: \""
        + path
        + "\"}\nactions:\n  look:\n    description: Looks at something.\n    effect: read\n"
        + "    target: domain:${input.name}\n    inputs:\n      name: {description: What.}\n"
        + "    request: {GET: \"/${input.name}\"}\n";
  }

  private static void put(String name, String url, String path, String more) {
    try {
      Path made = folder.resolve(name + ".new");
      Files.writeString(made, file(url, path, more));
      Files.move(made, folder.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode checkup(String connector) {
    return app.operator().post("/api/v1/connectors/" + connector + "/checkup", Map.of()).json(200);
  }

  /**
   * Some are no connector to begin with, and the log says so; the others are refused when asked.
   */
  @Test
  void no_address_and_no_name_that_leads_inside_is_connected_to() {
    int before = CANARY.hits();
    for (int i = 0; i < INSIDE.size(); i++) {
      put("inside-" + i, "https://" + INSIDE.get(i) + ":" + CANARY.port(), "/", "");
    }

    int asked = 0;
    for (int i = 0; i < INSIDE.size(); i++) {
      String name = "inside-" + i;
      Await.until("word of " + INSIDE.get(i), () -> isConnector(name) || isInTheLog(name));
      if (isConnector(name)) {
        JsonNode said = checkup(name);
        asked++;
        assertThat(said.path("state").asText()).as(INSIDE.get(i)).isNotEqualTo("ready");
        assertThat(said.path("problem").asText())
            .as(INSIDE.get(i))
            .containsAnyOf("private-hosts", "write it as 192.0.2.1", "is no address", "not found");
      }
    }
    assertThat(asked).isGreaterThan(25);
    assertThat(CANARY.hits()).isEqualTo(before);
  }

  private static boolean isConnector(String name) {
    return app.items("/api/v1/connectors").anyMatch(c -> c.path("name").asText().equals(name));
  }

  private static boolean isInTheLog(String name) throws IOException {
    return Files.readAllLines(app.app().log()).stream().anyMatch(l -> l.contains(name + ".yaml"));
  }

  @Test
  void a_name_that_turns_inside_between_check_and_connection_gets_no_connection() {
    int before = CANARY.hits();
    int asked = hosts.asked();

    for (int i = 0; i < 4; i++) {
      assertThat(checkup("turning").path("state").asText()).isNotEqualTo("ready");
    }

    assertThat(hosts.asked()).isGreaterThan(asked + 3);
    assertThat(CANARY.hits()).isEqualTo(before);
  }

  @Test
  void a_listed_name_does_not_lead_to_where_clouds_keep_credentials() {
    assertThat(checkup("listed-by-name").path("problem").asText())
        .contains("169.254.169.254", "private-hosts");
  }

  @Test
  void no_redirect_is_followed() {
    int before = CANARY.hits();
    int redirected = REDIRECTED.get();

    for (int status : List.of(300, 301, 302, 303, 305, 307, 308)) {
      assertThat(checkup("redirect-" + status).path("problem").asText())
          .contains("HTTP " + status, "redirects are not followed");
    }

    // The vendor itself was reached, although a proxy is named in the environment.
    assertThat(REDIRECTED.get()).isGreaterThanOrEqualTo(redirected + 7);
    assertThat(CANARY.hits()).isEqualTo(before);
  }

  @Test
  void mail_goes_inside_as_little() {
    int before = CANARY.hits();

    for (int i = 0; i < 6; i++) {
      assertThat(checkup("mail-" + i).path("state").asText()).isNotEqualTo("ready");
    }

    assertThat(CANARY.hits()).isEqualTo(before);
  }

  @Test
  void an_address_that_hides_where_it_leads_is_no_connector() {
    int before = CANARY.hits();
    String port = ":" + CANARY.port();
    List<String> hidden =
        List.of(
            "https://vendor.example@127.0.0.1" + port,
            "https://vendor.example:x@127.0.0.1" + port,
            "https://127.0.0.1" + port + "#@vendor.example",
            "https://127.0.0.1" + port + "?@vendor.example",
            "https://127.0.0.1" + port + "\\\\@vendor.example",
            "https://127.0.0.1%00.vendor.example" + port,
            "https://127.0.0.1%2f@vendor.example" + port,
            "https://１２７.0.0.1" + port,
            "https://①②⑦.0.0.1" + port,
            "https://127。0。0。1" + port,
            "https://ⓛocalhost" + port,
            "https:127.0.0.1" + port,
            "https:///127.0.0.1" + port,
            "http://127.0.0.1" + port,
            "http://vendor.example",
            "//127.0.0.1" + port,
            "file:///etc/passwd",
            "ftp://127.0.0.1" + port,
            "gopher://127.0.0.1" + port,
            "jar:https://127.0.0.1" + port + "!/x",
            "https://127.0.0.1" + port + "\\r\\nX: y");

    for (int i = 0; i < hidden.size(); i++) {
      put("hidden-" + i, hidden.get(i), "/", "");
    }

    for (int i = 0; i < hidden.size(); i++) {
      String name = "hidden-" + i;
      Await.until("word of " + hidden.get(i), () -> isInTheLog(name));
    }
    assertThat(app.items("/api/v1/connectors").map(c -> c.path("name").asText()))
        .noneMatch(n -> n.startsWith("hidden"));
    assertThat(CANARY.hits()).isEqualTo(before);
  }

  @Test
  void the_canary_would_have_noticed() {
    put("allowed", "https://127.0.0.1:" + CANARY.port(), "/", "private-hosts: [127.0.0.1]\n");
    Await.until("the connector", () -> isConnector("allowed"));
    int before = CANARY.hits();

    JsonNode unused = checkup("allowed");

    assertThat(CANARY.hits()).isGreaterThan(before);
  }
}
