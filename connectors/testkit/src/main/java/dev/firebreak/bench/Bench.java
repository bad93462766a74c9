package dev.firebreak.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** {@code ./firebreak bench}; see {@link Options#HELP}. */
public final class Bench {
  /** Vert.x reports each connection that a killed process breaks; that is no news here. */
  private static final Logger VERTX_LOG = Logger.getLogger("io.vertx");

  private final Options options;
  private final Path root;
  private final Path work;

  private Bench(Options options, Path root, Path work) {
    this.options = options;
    this.root = root;
    this.work = work;
  }

  /**
   * Exit code 0 when the run was made and, in a crash run, was clean; 1 when not; 2 for a wrong
   * command line. Missed targets are shown, but are no failure: they depend on the machine.
   */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    VERTX_LOG.setLevel(Level.OFF);
    int code;
    try {
      Options options = Options.parse(List.of(args));
      Path root = root();
      Path work = root.resolve(".firebreak/bench/" + System.currentTimeMillis());
      code = new Bench(options, root, work).run();
    } catch (Options.Misused e) {
      System.err.println("bench: " + e.getMessage());
      code = 2;
    } catch (IllegalStateException | UncheckedIOException e) {
      System.err.println("bench: " + e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private static Path root() {
    return Optional.ofNullable(System.getProperty("firebreak.root"))
        .map(Path::of)
        .orElse(Path.of(""))
        .toAbsolutePath();
  }

  private int run() {
    int code = options.crash() ? crash() : measure();
    if (options.keep() || code != 0) {
      Progress.say("logs and data are in " + work);
    } else {
      delete(work);
    }
    return code;
  }

  private int crash() {
    Progress.say("crash run");
    CrashRun.Outcome outcome = CrashRun.in(root, work.resolve("home"), CrashRun.Plan.usual());
    System.out.println(options.json() ? outcome.toJson().toString() : outcome.text());
    return outcome.isClean() ? 0 : 1;
  }

  private int measure() {
    double load = Proc.load();
    List<Figures> floor = new ArrayList<>();
    List<Figures> app = new ArrayList<>();
    for (int r = 0; r < options.reps(); r++) {
      byte[] key = AppHome.newKey();
      Path folder = work.resolve("rep" + r);
      if (options.floor()) {
        floor.add(repetition(key, stub -> FloorSubject.in(folder.resolve("floor"), stub)));
      }
      app.add(repetition(key, stub -> AppSubject.in(root, folder.resolve("app"), stub, key)));
    }
    Report report =
        new Report(
            Figures.of(app), floor.isEmpty() ? Optional.empty() : Optional.of(Figures.of(floor)));
    if (options.json()) {
      System.out.println(report.toJson().put("load_before", load));
    } else {
      System.out.printf(
          "CONTAIN4: %d alerts from %d clients, %d idle, %d repetition(s), load before %.1f%n%n%s%n",
          options.alerts(), options.clients(), options.idle(), options.reps(), load, report.text());
    }
    return 0;
  }

  private Figures repetition(byte[] key, Function<VendorStub, Subject> make) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try {
      VendorStub stub = VendorStub.start(vertx);
      try (Subject subject = make.apply(stub)) {
        return new Repetition(vertx, subject, stub, key, options).run();
      }
    } finally {
      Waiting.forResult(vertx.close(), Duration.ofSeconds(20));
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    } catch (IOException e) {
      Progress.say("cannot remove " + folder + ": " + e.getMessage());
    }
  }
}
