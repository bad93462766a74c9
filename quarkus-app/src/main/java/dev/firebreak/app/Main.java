package dev.firebreak.app;

import dev.firebreak.app.database.EmbeddedDatabase;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts the application: the home folder, the database before the datasource, then Quarkus. */
@QuarkusMain
public final class Main {
  private static @Nullable FileLock homeLock;

  private Main() {}

  /** No arguments; settings are configuration. */
  public static void main(String... args) {
    try {
      Home home = Home.open();
      lock(home);
      settings(home);
      ports();
      Optional<EmbeddedDatabase> database = database(home);
      Thread stop = new Thread(() -> stopLast(database), "stop-database");
      Runtime.getRuntime().addShutdownHook(stop);
    } catch (CannotStart e) {
      say(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      say("Firebreak's home folder cannot be used: " + e.getMessage());
    }
    Quarkus.run(null, Main::ended, args);
  }

  /** Instead of Quarkus's own words, which are a stack trace. */
  private static void ended(int exitCode, @Nullable Throwable why) {
    if (why != null) {
      Optional<String> sentence = StartFailure.sentence(why);
      sentence.ifPresentOrElse(
          s -> System.err.println("Firebreak cannot start. " + s),
          () -> {
            System.err.println("Firebreak cannot start. " + StartFailure.rootMessage(why));
            why.printStackTrace();
          });
    }
    System.exit(exitCode);
  }

  private static void say(String sentence) {
    System.err.println("Firebreak cannot start. " + sentence);
    Runtime.getRuntime().halt(1);
  }

  /** Held as long as the process lives, however it ends. */
  private static void lock(Home home) throws IOException, CannotStart {
    RandomAccessFile file = new RandomAccessFile(home.path("lock").toFile(), "rw");
    homeLock = file.getChannel().tryLock();
    if (homeLock == null) {
      throw new CannotStart(
          "Another Firebreak runs on "
              + home.dir()
              + ". Stop it first, or set FIREBREAK_HOME to another folder.");
    }
  }

  private static void settings(Home home) {
    Path file = home.path("firebreak.properties");
    if (Files.exists(file)) {
      System.setProperty("quarkus.config.locations", file.toUri().toString());
    }
    System.setProperty("firebreak.home", home.dir().toString());
  }

  /** Before anything is started, so that a taken port is one sentence. */
  private static void ports() throws CannotStart {
    Address address = new Address();
    address.checkFiles();
    port(address.host(), address.port(), "QUARKUS_HTTP_PORT");
    if (address.securePort().isPresent()) {
      port(address.host(), address.securePort().get(), "QUARKUS_HTTP_SSL_PORT");
    }
  }

  private static void port(String host, int port, String variable) throws CannotStart {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new CannotStart(
          "Port "
              + port
              + " on "
              + host
              + " is in use. Stop what listens there, or choose another with "
              + variable
              + "=<port>.",
          e);
    }
  }

  private static Optional<EmbeddedDatabase> database(Home home) throws CannotStart {
    Optional<String> own =
        Optional.ofNullable(System.getenv("FIREBREAK_DB_URL")).filter(s -> !s.isBlank());
    if (own.isPresent()) {
      System.setProperty("quarkus.datasource.jdbc.url", own.get());
      fromEnvironment("FIREBREAK_DB_USER", "quarkus.datasource.username");
      fromEnvironment("FIREBREAK_DB_PASSWORD", "quarkus.datasource.password");
      return Optional.empty();
    }
    EmbeddedDatabase database = EmbeddedDatabase.start(home);
    System.setProperty("quarkus.datasource.jdbc.url", database.url());
    System.setProperty("quarkus.datasource.username", database.user());
    System.setProperty("quarkus.datasource.password", database.password());
    return Optional.of(database);
  }

  private static void fromEnvironment(String variable, String property) {
    Optional.ofNullable(System.getenv(variable)).ifPresent(v -> System.setProperty(property, v));
  }

  /** After Quarkus: its shutdown still writes. */
  private static void stopLast(Optional<EmbeddedDatabase> database) {
    try {
      for (int i = 0; i < 200 && Arc.container() != null && Arc.container().isRunning(); i++) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.ifPresent(EmbeddedDatabase::close);
  }
}
