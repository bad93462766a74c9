package dev.firebreak.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * {@link Floor} as a process of its own on a PostgreSQL of its own, with the settings of the
 * application's (dev.firebreak.app.database.EmbeddedDatabase): commits go to disk. The database
 * keeps running between stop and start.
 */
final class FloorSubject implements Subject {
  private final Path log;
  private final int port = Ports.free();
  private final EmbeddedPostgres postgres;
  private final Path data;
  private final URI vendor;
  private Optional<Process> process = Optional.empty();

  private FloorSubject(Path log, EmbeddedPostgres postgres, Path data, URI vendor) {
    this.log = log;
    this.postgres = postgres;
    this.data = data;
    this.vendor = vendor;
  }

  /** With an empty database in the folder, already running. */
  static FloorSubject in(Path folder, VendorStub vendor) {
    Path data = folder.resolve("pg");
    try {
      Files.createDirectories(folder);
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "60")
              .setServerConfig("shared_buffers", "64MB")
              .setServerConfig("jit", "off")
              .setServerConfig("max_wal_size", "2GB")
              .setLocaleConfig("locale", "C")
              .start();
      return new FloorSubject(folder.resolve("floor.log"), postgres, data, vendor.url());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL in " + data, e);
    }
  }

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public URI webhook() {
    return URI.create("http://127.0.0.1:" + port + "/alert");
  }

  @Override
  public void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Floor.class.getName(),
            Integer.toString(port),
            "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres",
            Integer.toString(vendor.getPort()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (process.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-floor"));
    }
    try {
      process = Optional.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the floor", e);
    }
  }

  @Override
  public void checkAlive() {
    if (process.filter(Process::isAlive).isEmpty()) {
      throw new IllegalStateException("the floor ended; its log:\n" + Proc.tail(log, 20));
    }
  }

  @Override
  public void stop() {
    process.ifPresent(
        p -> {
          p.destroy();
          p.onExit().join();
        });
  }

  @Override
  public Set<Long> appPids() {
    return process.map(p -> Proc.tree(p.pid())).orElse(Set.of());
  }

  @Override
  public Set<Long> databasePids() {
    return Postgres.on(data).map(Postgres::pids).orElse(Set.of());
  }

  @Override
  public DatabaseAddress database() {
    return new DatabaseAddress(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
  }

  @Override
  public void close() {
    stop();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the floor's PostgreSQL", e);
    }
  }
}
