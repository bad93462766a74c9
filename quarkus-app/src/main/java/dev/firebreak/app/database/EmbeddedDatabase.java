package dev.firebreak.app.database;

import dev.firebreak.app.CannotStart;
import dev.firebreak.app.Home;
import dev.firebreak.connector.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL 18 of our own, on loopback, with durable commits and passwords. Its data stays
 * under the home folder. A server that a killed Firebreak left running is taken over as it is.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
  private static final String VERSION = "18";
  private static final String NAME = "firebreak";
  private static final String LOCK_FILE = "postmaster.pid";
  private static final Duration SILENT = Duration.ofSeconds(2);
  private static final Duration STARTING = Duration.ofSeconds(60);

  /** https://www.postgresql.org/docs/18/errcodes-appendix.html */
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private static final long LEAST_FREE_BYTES = 256L * 1024 * 1024;

  private final Path data;
  private final String url;
  private final String password;

  private EmbeddedDatabase(Path data, String url, String password) {
    this.data = data;
    this.url = url;
    this.password = password;
  }

  public String url() {
    return url;
  }

  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  /**
   * Starts or takes over the server of a home folder.
   *
   * @throws CannotStart with a sentence for people
   */
  public static EmbeddedDatabase start(Home home) throws CannotStart {
    Path data = home.path("database/data");
    try {
      checkRoom(home);
      checkVersion(data);
      String superuser = home.secret("database/superuser.password");
      String password = home.secret("database/firebreak.password");
      Optional<Running> found = running(data).filter(r -> accepts(r, superuser));
      int port = found.isPresent() ? found.get().port() : launch(home, data, superuser);
      String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
      prepare(port, superuser, password);
      home.write(
          "database.json", Json.write(Map.of("jdbcUrl", url, "user", NAME, "password", password)));
      return new EmbeddedDatabase(data, url, password);
    } catch (IOException | SQLException | RuntimeException e) {
      throw explain(home, e);
    }
  }

  private static void checkRoom(Home home) throws IOException, CannotStart {
    long free = Files.getFileStore(home.dir()).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new CannotStart(
          "The disk of "
              + home.dir()
              + " has only "
              + free / 1024 / 1024
              + " MiB free; Firebreak needs at least "
              + LEAST_FREE_BYTES / 1024 / 1024
              + " MiB to store alerts safely. Make room, or set FIREBREAK_HOME to another disk.");
    }
  }

  private static void checkVersion(Path data) throws IOException, CannotStart {
    Path file = data.resolve("PG_VERSION");
    if (Files.exists(file) && !Files.readString(file).strip().equals(VERSION)) {
      throw new CannotStart(
          "The data in "
              + data
              + " was written by PostgreSQL "
              + Files.readString(file).strip()
              + ", this Firebreak brings "
              + VERSION
              + ". Export it with the old version's pg_dump and import it here, or set"
              + " FIREBREAK_DB_URL to a server of your own. Nothing was changed.");
    }
  }

  private record Running(long pid, int port) {}

  /**
   * The server that runs on this data, by its own lock file. A lock file left by a crash whose
   * process number has since been given to another program is removed: PostgreSQL would take that
   * program for a server and refuse to start.
   */
  private static Optional<Running> running(Path data) throws IOException {
    Path file = data.resolve(LOCK_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 4
        || !lines.get(0).strip().matches("\\d+")
        || !lines.get(3).strip().matches("\\d+")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.get(0).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> command = process.get().info().command();
    if (command.isPresent() && !command.get().endsWith("postgres")) {
      LOG.infof("%s is left from a crash: process %d is %s", file, pid, command.get());
      Files.delete(file);
      return Optional.empty();
    }
    return Optional.of(new Running(pid, Integer.parseInt(lines.get(3).strip())));
  }

  /**
   * Whether a server answers there. One that was killed may still have an entry in the process
   * table; one that says it is starting, or replaying its log, is given a minute.
   */
  private static boolean accepts(Running server, String superuser) {
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?connectTimeout=2";
    long giveUp = System.nanoTime() + SILENT.toNanos();
    long startingUntil = System.nanoTime() + STARTING.toNanos();
    while (System.nanoTime() - giveUp < 0 && alive(server.pid())) {
      try (Connection c = DriverManager.getConnection(url, "postgres", superuser)) {
        return c.isValid(2);
      } catch (SQLException e) {
        if (String.valueOf(e.getSQLState()).startsWith("28")) {
          return true; // It answers; that it does not let us in is told by the next step.
        }
        if (CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
          giveUp = startingUntil;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    return false;
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static int launch(Home home, Path data, String superuser) throws IOException {
    Path binaries = binaries();
    LOG.debugf("starting PostgreSQL on %s", data);
    File log = home.path("database/log").toFile();
    // -F in the library's start options switches fsync off; options given here come later and win.
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(binaries.toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setLocaleConfig("locale", "C")
            .setConnectConfig("password", superuser)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("password_encryption", "scram-sha-256")
            .setServerConfig("unix_socket_directories", "''")
            .setServerConfig("max_connections", "60")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("jit", "off")
            .setServerConfig("max_wal_size", "2GB")
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
            .setDataDirectoryCustomizer(dir -> requirePasswords(dir.toPath(), binaries, superuser))
            .start();
    return server.getPort();
  }

  /**
   * Shared by all homes of this user; the library makes the folder writable for all, so its parent
   * is closed.
   */
  private static Path binaries() throws IOException {
    String cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(s -> !s.isBlank())
            .orElse(System.getProperty("user.home") + "/.cache");
    Path parent = Path.of(cache, "firebreak");
    Files.createDirectories(parent);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
    return parent.resolve("postgresql");
  }

  /**
   * Sets the superuser's password with the server down, and then lets nobody in without one:
   * between initdb and here the server has not been reachable.
   */
  private static void requirePasswords(Path data, Path binaries, String superuser) {
    Path hba = data.resolve("pg_hba.conf");
    try {
      if (Files.readString(hba).startsWith("# Firebreak")) {
        return;
      }
      singleUser(data, binaries, "ALTER ROLE postgres PASSWORD '" + superuser + "'\n");
      Files.writeString(
          hba,
          "# Firebreak: password login on loopback, nothing else\nhost all all 127.0.0.1/32 scram-sha-256\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database was prepared", e);
    }
  }

  private static void singleUser(Path data, Path binaries, String sql)
      throws IOException, InterruptedException {
    Path postgres;
    try (Stream<Path> folders = Files.list(binaries)) {
      postgres =
          folders
              .map(f -> f.resolve("bin/postgres"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new IOException("no PostgreSQL binaries under " + binaries));
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root.
    }
    command.addAll(
        List.of(
            postgres.toString(),
            "--single",
            "-D",
            data.toString(),
            "-c",
            "password_encryption=scram-sha-256",
            "postgres"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(sql.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)
        || process.exitValue() != 0
        || said.contains("ERROR")) {
      throw new IOException(
          "PostgreSQL could not be prepared: "
              + said.replace(sql.strip(), "(statement not shown)"));
    }
  }

  /** Our own role owns our own database and is no superuser. */
  private static void prepare(int port, String superuser, String password) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection c = DriverManager.getConnection(url, "postgres", superuser);
        Statement s = c.createStatement()) {
      if (!s.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'").next()) {
        s.execute("create role " + NAME + " login password '" + password + "'");
      }
      if (!s.executeQuery("select 1 from pg_database where datname = '" + NAME + "'").next()) {
        s.execute("create database " + NAME + " owner " + NAME);
      }
    }
    AuditFence.raise("jdbc:postgresql://127.0.0.1:" + port + "/" + NAME, superuser, NAME);
  }

  private static CannotStart explain(Home home, Exception e) {
    String log = lastLines(home.path("database/log"));
    StringBuilder all = new StringBuilder(log);
    for (Throwable t = e; t != null; t = t.getCause()) {
      all.append('\n').append(t.getMessage());
    }
    String text = all.toString();
    if (text.contains("No space left on device")) {
      return new CannotStart(
          "The disk of "
              + home.dir()
              + " is full: the database could not be started. Make room and start again;"
              + " what was accepted before is safe.",
          e);
    }
    if (text.contains("could not lock")) {
      return new CannotStart(
          "Another Firebreak uses "
              + home.dir()
              + ". Stop it first, or set FIREBREAK_HOME to another folder.",
          e);
    }
    if (text.contains("password authentication failed")) {
      return new CannotStart(
          "The database in "
              + home.path("database")
              + " does not accept the password kept beside it: were the"
              + " password files changed or copied from elsewhere? Put the matching ones back.",
          e);
    }
    return new CannotStart(
        "The embedded database could not be started: "
            + e.getMessage()
            + ". Its log: "
            + home.path("database/log")
            + (log.isBlank() ? "" : "; it ends with:\n" + log),
        e);
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Stops the server: open transactions are rolled back, what was committed is on disk. */
  @Override
  public void close() {
    try {
      Optional<Running> running = running(data);
      if (running.isPresent()) {
        // SIGINT is PostgreSQL's fast shutdown; Java itself can only send SIGTERM, which would wait
        // for clients.
        new ProcessBuilder("kill", "-INT", Long.toString(running.get().pid()))
            .start()
            .waitFor(5, TimeUnit.SECONDS);
        ProcessHandle.of(running.get().pid())
            .ifPresent(p -> p.onExit().orTimeout(15, TimeUnit.SECONDS).handle((x, t) -> x).join());
      }
    } catch (IOException e) {
      LOG.warnf("the embedded database could not be stopped: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
