package dev.firebreak.connector.keycloak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Keycloak server on 127.0.0.1 and a free port, with a database in memory: one for each JVM,
 * started by whoever asks first and stopped with the JVM.
 *
 * <p>It is the distribution {@code org.keycloak:keycloak-quarkus-dist}, which the build unpacks;
 * the system property {@code keycloak.home} says where, by default {@code target/keycloak-VERSION}.
 * The first start puts the server together for its options, which takes some 15 s and is kept in
 * the unpacked folder; later ones take under 10 s. Only the JDK is needed besides. Safe for all
 * threads.
 *
 * <pre>{@code
 * assumeTrue(KeycloakServer.missing().isEmpty());
 * KeycloakServer server = KeycloakServer.start();
 * server.url();            // http://127.0.0.1:41234
 * server.adminPassword();  // of the user KeycloakServer.ADMIN in realm master
 * }</pre>
 */
public final class KeycloakServer {
  /** The administrator's user name, in realm {@code master}. */
  public static final String ADMIN = "admin";

  private static final Duration LONGEST_START = Duration.ofMinutes(4);
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:[0-9]+)");

  /**
   * For a start that is as quick as can be: no optimizing compiler, no verification of byte code
   * that comes from Keycloak itself.
   */
  private static final String JAVA_OPTIONS =
      "-Xms256m -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
          + " -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions"
          + " -XX:-BytecodeVerificationRemote -Dfile.encoding=UTF-8"
          + " --add-opens=java.base/java.lang=ALL-UNNAMED";

  private static Optional<KeycloakServer> running = Optional.empty();

  private final Process process;
  private final URI url;
  private final String adminPassword;

  private KeycloakServer(Process process, URI url, String adminPassword) {
    this.process = process;
    this.url = url;
    this.adminPassword = adminPassword;
  }

  /** Why there is no server to be had here; empty where there is. */
  public static Optional<String> missing() {
    return Files.isRegularFile(script())
        ? Optional.empty()
        : Optional.of("no Keycloak distribution at " + home() + "; run the tests with Maven");
  }

  /**
   * The running server; starts it where none is.
   *
   * @throws IllegalStateException with the end of its log when it does not start
   */
  public static synchronized KeycloakServer start() {
    if (running.filter(s -> s.process.isAlive()).isEmpty()) {
      running = Optional.of(launch());
    }
    return running.get();
  }

  /** Without a slash at its end. */
  public URI url() {
    return url;
  }

  public String adminPassword() {
    return adminPassword;
  }

  /** Its process id; processes it started itself are below it. */
  public long pid() {
    return process.pid();
  }

  private static Path home() {
    String configured = System.getProperty("keycloak.home", "");
    return Path.of(configured.isEmpty() ? "target/keycloak-26.7.3" : configured).toAbsolutePath();
  }

  private static Path script() {
    return home().resolve("bin/kc.sh");
  }

  private static KeycloakServer launch() {
    missing()
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    String password = UUID.randomUUID().toString();
    try {
      Process process = process(password);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      return new KeycloakServer(process, listening(process), password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process process(String password) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    script().toString(),
                    "start-dev",
                    "--http-host=127.0.0.1",
                    "--http-port=0",
                    "--db=dev-mem"))
            .directory(home().toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", JAVA_OPTIONS);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    return builder.start();
  }

  private static URI listening(Process process) {
    CompletableFuture<URI> url = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, url), "keycloak-log");
    reader.setDaemon(true);
    reader.start();
    try {
      return url.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      stop(process);
      throw new IllegalStateException("Keycloak did not start: " + e.getMessage(), e);
    }
  }

  /** To the end, or the server would wait for somebody to read; kept in {@code keycloak.log}. */
  private static void read(Process process, CompletableFuture<URI> url) {
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        PrintStream log = new PrintStream(home().resolve("keycloak.log").toFile(), "UTF-8")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.println(line);
        last.addLast(line);
        if (last.size() > 40) {
          last.removeFirst();
        }
        Matcher told = LISTENING.matcher(line);
        if (told.find()) {
          url.complete(URI.create(told.group(1)));
        }
      }
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
    url.completeExceptionally(new IllegalStateException(String.join("\n", last)));
  }

  /** The script's process and the server below it, by their ids. */
  private static void stop(Process process) {
    List<ProcessHandle> all = new java.util.ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle one : all) {
      try {
        one.onExit().get(10, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        one.destroyForcibly();
      }
    }
  }
}
