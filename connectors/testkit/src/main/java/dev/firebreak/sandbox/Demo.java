package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The demonstration: starts the fake vendors and the application, lets a thief loose, sends the
 * alerts a real exchange would get, and tells what the application does about it. A client of the
 * public HTTP API, nothing more. Exit status 0 only when everything that Firebreak set out to
 * contain is confirmed and the theft has stopped.
 */
public final class Demo implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration OVERALL = Duration.ofMinutes(2);
  private static final Duration COUNTDOWN = Duration.ofSeconds(15);
  private static final Duration METER = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Longer while no freeze is confirmed: the application may still be deciding. */
  private static final Duration LONG_QUIET = Duration.ofSeconds(10);

  private static final String APPROVER = "demo-approver-";

  private final DemoOptions options;
  private final Page page;
  private final DemoHome home;
  private final Sandbox sandbox;
  private final AppProcess app;
  private final Clock clock = Clock.systemUTC();
  private final DemoAlerts alerts;
  private final AppClient client;
  private final Progress progress = new Progress();
  private final Story story;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final Set<String> answered = new HashSet<>();
  private final Map<String, Instant> asked = new LinkedHashMap<>();
  private final Deque<AppClient> approvers = new ArrayDeque<>();
  private final CountDownLatch sent = new CountDownLatch(1);
  private boolean told;

  private Demo(
      DemoOptions options,
      Page page,
      DemoHome home,
      Sandbox sandbox,
      AppProcess app,
      DemoAlerts alerts,
      AppClient client) {
    this.options = options;
    this.page = page;
    this.home = home;
    this.sandbox = sandbox;
    this.app = app;
    this.alerts = alerts;
    this.client = client;
    this.story = new Story(page, progress, sandbox::lost, approveCommand(options));
  }

  /** Runs it; see {@link DemoOptions#USAGE}. */
  public static void main(String[] args) {
    Map<String, String> properties = new LinkedHashMap<>();
    System.getProperties().forEach((k, v) -> properties.put(String.valueOf(k), String.valueOf(v)));
    Page page = new Page(System.out::println, Paint.forTerminal(System.getenv()));
    System.exit(run(Arrays.asList(args), properties, System.getenv(), page));
  }

  /** Returns the exit status: 0 all contained, 1 not all, 2 wrong arguments, 3 it could not run. */
  static int run(
      List<String> args,
      Map<String, String> properties,
      Map<String, String> environment,
      Page page) {
    if (args.contains("--help") || args.contains("-h")) {
      DemoOptions.USAGE.lines().forEach(page::raw);
      return 0;
    }
    try {
      return run(DemoOptions.parse(args, properties, environment), page);
    } catch (IllegalArgumentException e) {
      page.raw("firebreak demo: " + e.getMessage());
      DemoOptions.USAGE.lines().forEach(page::raw);
      return 2;
    } catch (DemoFailed e) {
      page.blank();
      page.paragraph("The demo could not run: " + e.getMessage());
      return 3;
    } catch (IOException e) {
      page.blank();
      page.paragraph("The demo could not run: " + e);
      return 3;
    } catch (InterruptedException e) {
      return 130;
    }
  }

  private static int run(DemoOptions options, Page page)
      throws DemoFailed, IOException, InterruptedException {
    try (DemoHome home = DemoHome.take(options.home());
        Sandbox sandbox = Sandbox.start(0)) {
      DemoAlerts alerts = new DemoAlerts(Clock.systemUTC());
      int port = freePort(options.port());
      settings(home, sandbox, alerts, port);
      page.heading("Firebreak, shown against a thief on this machine");
      page.paragraph("Fake vendors at " + sandbox.url() + "; starting the application ...");
      try (AppProcess app =
          AppProcess.start(
              options.appCommand(),
              options.root(),
              Map.of("FIREBREAK_HOME", home.folder().toString()),
              home.file("application.log"))) {
        // Ctrl-C ends this process without passing any finally: the child must not outlive it.
        Thread ending = new Thread(app::close, "end-the-application");
        Runtime.getRuntime().addShutdownHook(ending);
        home.remember(app.handle());
        AppClient client = connect(page, home, app, port);
        try (Demo demo = new Demo(options, page, home, sandbox, app, alerts, client)) {
          return demo.play();
        }
      }
    }
  }

  private static void settings(DemoHome home, Sandbox sandbox, DemoAlerts alerts, int port)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("quarkus.http.host", "127.0.0.1");
    all.put("quarkus.http.port", String.valueOf(port));
    all.putAll(alerts.properties());
    all.putAll(sandbox.properties());
    home.writeProperties("firebreak.properties", all);
  }

  /** The preferred port, or a free one where that is taken. */
  private static int freePort(int preferred) throws IOException {
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket s = new ServerSocket(preferred, 1, local)) {
      return s.getLocalPort();
    } catch (IOException e) {
      try (ServerSocket s = new ServerSocket(0, 1, local)) {
        return s.getLocalPort();
      }
    }
  }

  private static AppClient connect(Page page, DemoHome home, AppProcess app, int port)
      throws DemoFailed, IOException, InterruptedException {
    Instant begin = Instant.now();
    AppClient probe = new AppClient("http://127.0.0.1:" + port, "");
    while (!probe.ready()) {
      if (!app.running()) {
        throw notStarted(page, app, "it ended with status " + app.exitValue());
      }
      if (Duration.between(begin, Instant.now()).compareTo(START_LIMIT) > 0) {
        throw notStarted(page, app, "it is not ready after " + START_LIMIT.toSeconds() + " s");
      }
      Thread.sleep(200);
    }
    if (!home.appears("token", Duration.ofSeconds(10))) {
      throw notStarted(page, app, "it wrote no " + home.file("token"));
    }
    page.paragraph(
        "Ready after "
            + Money.seconds(Duration.between(begin, Instant.now()))
            + ". API: http://127.0.0.1:"
            + port
            + "/");
    return new AppClient("http://127.0.0.1:" + port, Files.readString(home.file("token")).strip());
  }

  private static DemoFailed notStarted(Page page, AppProcess app, String why) {
    page.blank();
    page.paragraph("The end of the application's log:");
    app.lastLines(25).forEach(l -> page.raw("    " + Page.clean(l)));
    return new DemoFailed("the application did not start: " + why + ". Its log is above.");
  }

  private static String approveCommand(DemoOptions options) {
    return "./firebreak --home " + options.shownHome() + " approve --as " + APPROVER + "1";
  }

  /** The whole story; returns the exit status. */
  private int play() throws DemoFailed, IOException, InterruptedException {
    home.secret("people/" + APPROVER + "1", addApprover());
    page.paragraph(
        "Console: "
            + client.url()
            + "/ (sign in as "
            + APPROVER
            + "1, one-time password "
            + password()
            + ")");
    Thread follower = new Thread(() -> client.follow(events::add), "events");
    follower.setDaemon(true);
    follower.start();
    BigDecimal before = balance();
    page.blank();
    page.paragraph(
        "A thief begins to withdraw from wallet "
            + Sandbox.HOT_WALLET
            + " ("
            + Money.text(before)
            + "), "
            + Money.text(options.usdPerSecond())
            + " a second.");
    sandbox.drain(Sandbox.HOT_WALLET, options.usdPerSecond());
    Thread.sleep(2_000);
    story.begin();
    Thread sender = new Thread(this::sendAlerts, "alerts");
    sender.setDaemon(true);
    sender.start();
    Optional<String> gaveUp = tell();
    told = true;
    return new DemoEnding(page, progress, sandbox, client, options, before).tell(gaveUp);
  }

  private BigDecimal balance() {
    return sandbox.state().path("balances").path(Sandbox.HOT_WALLET).decimalValue();
  }

  private void sendAlerts() {
    try {
      send(alerts.keyRead());
      Thread.sleep(1_500);
      send(alerts.drain(options.usdPerSecond()));
      Thread.sleep(500);
      send(alerts.drain(options.usdPerSecond()));
      sent.countDown();
    } catch (DemoFailed e) {
      events.add(Json.mapper().createObjectNode().put("broken", e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(DemoAlerts.Message m) throws DemoFailed, InterruptedException {
    client.alert(m.source(), m.body(), m.headers());
  }

  /** Tells events until all is settled; a reason when it gave up before. */
  private Optional<String> tell() throws DemoFailed, InterruptedException {
    Instant last = clock.instant();
    Instant lastLine = clock.instant();
    Instant lastCountdown = clock.instant();
    Duration worked = Duration.ZERO;
    while (true) {
      Instant begin = clock.instant();
      JsonNode event = events.poll(200, TimeUnit.MILLISECONDS);
      if (event != null) {
        if (event.has("broken")) {
          throw new DemoFailed(event.path("broken").asText());
        }
        progress.take(event);
        story.tell(event);
        last = clock.instant();
        lastLine = last;
      }
      Instant now = clock.instant();
      noteApprovals(now);
      boolean waitsForPeople = !progress.waiting().isEmpty() && options.autoApprove().isEmpty();
      if (waitsForPeople && now.isAfter(lastCountdown.plus(COUNTDOWN))) {
        progress.waiting().forEach(a -> story.countdown(now, a));
        lastCountdown = now;
        lastLine = now;
      } else if (!waitsForPeople) {
        worked = worked.plus(Duration.between(begin, now));
      }
      if (sandbox.drainRunning() && now.isAfter(lastLine.plus(METER))) {
        story.meter(now, sandbox.state().path("lossPerSecond").decimalValue());
        lastLine = now;
      }
      Duration quiet = progress.toFreeze().isPresent() ? QUIET : LONG_QUIET;
      if (sent.getCount() == 0 && progress.settled() && now.isAfter(last.plus(quiet))) {
        return Optional.empty();
      }
      if (!app.running()) {
        app.lastLines(25).forEach(l -> page.raw("    " + Page.clean(l)));
        return Optional.of("the application ended unexpectedly; the end of its log is above");
      }
      if (worked.compareTo(OVERALL) > 0) {
        return Optional.of(
            "it was not over after "
                + OVERALL.toSeconds()
                + " s; see "
                + home.file("application.log"));
      }
    }
  }

  /** Remembers when each approval was asked for, and answers it when it is time. */
  private void noteApprovals(Instant now) throws InterruptedException {
    for (Progress.Asked a : progress.waiting()) {
      Instant since = asked.computeIfAbsent(a.id(), k -> now);
      if (options.autoApprove().filter(d -> !now.isBefore(since.plus(d))).isPresent()
          && answered.add(a.id())) {
        approve(a);
      }
    }
  }

  /** Somebody who may approve, which the person the application began with may not. */
  private String addApprover() throws DemoFailed, InterruptedException {
    String name = APPROVER + (approvers.size() + 1);
    JsonNode person =
        client.post(
            "/api/v1/people",
            Map.of("name", name, "roles", List.of("approver"), "scopes", List.of("*")));
    String token = person.path("token").asText();
    approvers.add(client.as(token));
    return token;
  }

  /** What the first approver signs in to the console with, once. */
  private String password() throws DemoFailed, InterruptedException {
    return client
        .post("/api/v1/people/" + APPROVER + "1/password", Map.of())
        .path("oneTimePassword")
        .asText();
  }

  /** Says yes as so many people as are needed, none of them the one the application began with. */
  private void approve(Progress.Asked a) throws InterruptedException {
    try {
      while (approvers.size() < a.needed()) {
        addApprover();
      }
      int left = a.needed();
      for (AppClient approver : approvers) {
        if (left-- > 0) {
          approver.post(
              "/api/v1/approvals/" + a.id() + "/votes",
              Map.of("vote", "approve", "comment", "demo: answered by --auto-approve"));
        }
      }
    } catch (DemoFailed e) {
      page.paragraph("The automatic approval failed: " + e.getMessage());
    }
  }

  /** Leaves all running until Ctrl-C where that was asked for. */
  @Override
  public void close() throws InterruptedException {
    if (told && options.keep() && app.running()) {
      page.blank();
      page.paragraph(
          "All is left running: the application with its data in "
              + home.folder()
              + ", the fake vendors at "
              + sandbox.url()
              + "/_sandbox/state. Ctrl-C ends it.");
      app.handle().onExit().join();
    }
  }
}
