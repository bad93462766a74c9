package dev.firebreak.bench;

import dev.firebreak.connector.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shipped application as a process of its own: {@code java OPTIONS -jar quarkus-run.jar} with a
 * home folder. Its output goes to {@code app.log} in the home. Not for several threads at once,
 * except {@link #kill()}.
 */
public final class AppProcess {
  private final Path root;
  private final Path home;
  private final int port;
  private final List<String> command;
  private final Map<String, String> environment;
  private volatile Optional<Process> process = Optional.empty();

  private AppProcess(
      Path root, Path home, int port, List<String> command, Map<String, String> environment) {
    this.root = root;
    this.home = home;
    this.port = port;
    this.command = command;
    this.environment = environment;
  }

  /**
   * Prepares a start; nothing runs yet.
   *
   * @param root the checkout, built: {@code quarkus-app/target/quarkus-app/quarkus-run.jar} is
   *     there
   * @param home its home folder, made if missing
   * @param port where it is to listen on 127.0.0.1
   * @param properties its configuration, written to {@code firebreak.properties} in the home
   * @throws IllegalStateException when the application is not built
   */
  public static AppProcess prepare(Path root, Path home, int port, Map<String, String> properties) {
    Path jar = root.resolve("quarkus-app/target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar + " is missing; build with ./mvnw -DskipTests package, or run ./firebreak");
    }
    writeProperties(home, properties);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions(root));
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + port);
    command.addAll(List.of("-jar", jar.toString()));
    return new AppProcess(root, home.toAbsolutePath(), port, List.copyOf(command), Map.of());
  }

  /** At a free port. */
  public static AppProcess prepare(Path root, Path home, Map<String, String> properties) {
    return prepare(root, home, Ports.free(), properties);
  }

  /** The same with further environment variables; nothing runs yet. */
  public AppProcess with(Map<String, String> variables) {
    return new AppProcess(root, home, port, command, Map.copyOf(variables));
  }

  /** {@code quarkus-app/jvm.options}, as the launcher reads it: one a line, # begins a comment. */
  static List<String> jvmOptions(Path root) {
    Path file = root.resolve("quarkus-app/jvm.options");
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var lines = Files.lines(file)) {
      return lines.map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void writeProperties(Path home, Map<String, String> properties) {
    try {
      Files.createDirectories(home);
      Path file = home.resolve("firebreak.properties");
      Files.deleteIfExists(file);
      // The file holds the sources' secrets.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          new TreeMap<>(properties)
              .entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue().replace("\\", "\\\\") + "\n")
                  .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the configuration in " + home, e);
    }
  }

  public Path home() {
    return home;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Path log() {
    return home.resolve("app.log");
  }

  /**
   * The pid of the process last started.
   *
   * @throws IllegalStateException before the first start
   */
  public long pid() {
    return started().pid();
  }

  private Process started() {
    return process.orElseThrow(() -> new IllegalStateException("the application was not started"));
  }

  /** Launches it and returns at once; it is stopped at the latest when this JVM ends. */
  public void start() {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("FIREBREAK_HOME", home.toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    if (process.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop-app"));
    }
    try {
      process = Optional.of(builder.start());
      started().getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  /**
   * Waits until {@code /q/health/ready} answers 200.
   *
   * @throws IllegalStateException with the end of the log, when the process ends or the time is
   *     over
   */
  public void awaitReady(Duration atMost) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest ask =
        HttpRequest.newBuilder(url().resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    boolean ready =
        Waiting.until(
            () -> {
              checkAlive();
              return answers200(client, ask);
            },
            atMost,
            Duration.ofMillis(50));
    if (!ready) {
      throw new IllegalStateException(
          "the application was not ready within " + atMost.toSeconds() + " s" + logEnd());
    }
  }

  private static boolean answers200(HttpClient client, HttpRequest ask) {
    try {
      return client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * @throws IllegalStateException with the end of the log, when the process has ended
   */
  public void checkAlive() {
    if (!started().isAlive()) {
      throw new IllegalStateException(
          "the application ended with exit code " + started().exitValue() + logEnd());
    }
  }

  private String logEnd() {
    return "; the end of " + log() + ":\n" + Proc.tail(log(), 30);
  }

  /** SIGKILL, at once, to the application alone: its database keeps running. */
  public void kill() {
    process.ifPresent(Process::destroyForcibly);
  }

  /** SIGKILL, at once, to the application and its database. */
  public void killWithDatabase() {
    Optional<Postgres> database = postgres();
    kill();
    database.ifPresent(Postgres::kill);
  }

  /** SIGTERM, and SIGKILL when it has not ended after 30 s. */
  public void stop() {
    process.ifPresent(
        p -> {
          p.destroy();
          if (!Waiting.until(() -> !p.isAlive(), Duration.ofSeconds(30), Duration.ofMillis(10))) {
            p.destroyForcibly();
          }
          p.onExit().join();
        });
  }

  /** Stops the application and then the PostgreSQL of its home, if one still runs. */
  public void stopAll() {
    stop();
    postgres().ifPresent(Postgres::stop);
  }

  Optional<Postgres> postgres() {
    return Postgres.on(home.resolve("database/data"));
  }

  /**
   * The environment with which another application uses this one's database; once this one has
   * started.
   */
  public Map<String, String> databaseEnvironment() {
    DatabaseAddress at = database();
    return Map.of(
        "FIREBREAK_DB_URL", at.jdbcUrl(),
        "FIREBREAK_DB_USER", at.user(),
        "FIREBREAK_DB_PASSWORD", at.password());
  }

  /** Where the application's database is, from {@code database.json} in the home. */
  DatabaseAddress database() {
    try {
      return Json.mapper().readValue(home.resolve("database.json").toFile(), DatabaseAddress.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read database.json in " + home, e);
    }
  }
}
