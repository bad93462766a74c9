package dev.firebreak.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for the application where only the demonstration is tested: takes the two alerts,
 * freezes the wallet for real, asks for one approval, and tells all that in the event stream.
 */
public final class PretendApplication {
  private static final String OPERATOR = "operator-token";
  private static final String BOB = "bob-token";

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final BlockingQueue<String> stream = new LinkedBlockingQueue<>();
  private final AtomicInteger seq = new AtomicInteger();
  private final AtomicInteger siem = new AtomicInteger();

  private PretendApplication(Path home) throws IOException {
    Properties file = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("firebreak.properties"))) {
      file.load(in);
    }
    file.stringPropertyNames().forEach(k -> settings.put(k, file.getProperty(k)));
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(System.getenv("FIREBREAK_HOME"));
    if (args.length > 0 && args[0].equals("broken")) {
      System.out.println("ERROR cannot open the database: made up for a test");
      System.exit(4);
    }
    PretendApplication app = new PretendApplication(home);
    Files.writeString(home.resolve("token"), OPERATOR + "\n");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(app.settings.get("quarkus.http.port"))),
            0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", app::answer);
    server.start();
  }

  private void answer(HttpExchange x) throws IOException {
    try (x) {
      String body = new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String what = x.getRequestMethod() + " " + x.getRequestURI().getPath();
      String who = x.getRequestHeaders().getFirst("Authorization");
      if (what.equals("GET /api/v1/events")) {
        follow(x);
      } else if (what.equals("POST /hooks/falco")) {
        tell("alert.accepted", "'source':'falco','title':'Key read','severity':'CRITICAL'");
        send(x, 202, "{}");
      } else if (what.equals("POST /hooks/siem")) {
        drain(x);
      } else if (what.equals("POST /api/v1/people")) {
        send(x, 200, "{\"name\":\"bob\",\"token\":\"" + BOB + "\"}");
      } else if (what.equals("POST /api/v1/people/demo-approver-1/password")) {
        send(x, 200, "{\"oneTimePassword\":\"once-only\"}");
      } else if (what.equals("POST /api/v1/approvals/ap1/votes")) {
        vote(x, body, who);
      } else if (what.equals("GET /api/v1/containments")) {
        send(
            x,
            200,
            "{\"items\":[{\"state\":\"CONFIRMED\",\"topic\":\"exchange.freeze-wallet-withdrawals\","
                + "\"target\":\"wallet:hot-eth-1\"}]}");
      } else if (what.equals("GET /api/v1/audit/verification")) {
        send(x, 200, "{\"ok\":true,\"entries\":12,\"head\":\"00\",\"problems\":[]}");
      } else {
        send(x, what.equals("GET /q/health/ready") ? 200 : 404, "{}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain(HttpExchange x) throws IOException, InterruptedException {
    if (siem.incrementAndGet() > 1) {
      tell("alert.duplicate", "'alert':'a2','count':2");
      send(x, 202, "{}");
      return;
    }
    tell("alert.accepted", "'source':'siem','title':'Drain','severity':'CRITICAL'");
    tell("run.started", "'run':'r','playbook':'hot-wallet-drain','version':1");
    send(x, 202, "{}");
    String freeze =
        "'action':'x1','topic':'exchange.freeze-wallet-withdrawals','target':'wallet:hot-eth-1',"
            + "'effect':'CONTAIN','reversibility':'YES'";
    tell("action.requested", freeze);
    int status =
        new Caller(settings, Clock.systemUTC()).freeze("fb-1", Sandbox.HOT_WALLET).status();
    tell(status == 201 ? "action.confirmed" : "action.failed", freeze);
    tell(
        "approval.asked",
        "'approval':'ap1','action':'x2','topic':'okta.suspend-user','target':'identity:dana',"
            + "'needed':1,'expiresAt':'"
            + Instant.now().plusSeconds(300)
            + "','onTimeout':'hold'");
  }

  private void vote(HttpExchange x, String body, String who) throws IOException {
    boolean yes = body.contains("\"approve\"") && ("Bearer " + BOB).equals(who);
    send(x, yes ? 200 : 403, "{\"detail\":\"not you\"}");
    tell("approval.closed", "'approval':'ap1','outcome':'" + (yes ? "approved" : "denied") + "'");
    tell("task.opened", "'run':'r1','name':'Decide on lifting'");
  }

  private void tell(String kind, String data) {
    stream.add(
        ("{'seq':"
                + seq.incrementAndGet()
                + ",'at':'"
                + Instant.now()
                + "','kind':'"
                + kind
                + "','incident':'i1','actor':'system','data':{"
                + data
                + "}}")
            .replace('\'', '"'));
  }

  private void follow(HttpExchange x) throws IOException, InterruptedException {
    x.getResponseHeaders().set("Content-Type", "text/event-stream");
    x.sendResponseHeaders(200, 0);
    OutputStream out = x.getResponseBody();
    while (true) {
      String event = stream.take();
      out.write(("id: 1\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static void send(HttpExchange x, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    x.sendResponseHeaders(status, bytes.length);
    x.getResponseBody().write(bytes);
  }
}
