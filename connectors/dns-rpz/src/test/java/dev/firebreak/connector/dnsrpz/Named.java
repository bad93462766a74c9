package dev.firebreak.connector.dnsrpz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A real BIND 9 as a child process on 127.0.0.1, with its files in a directory of its own. */
final class Named implements AutoCloseable {
  private final Process process;
  private final Path directory;
  final int port;

  private Named(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  /** Where the program is, if it is installed. */
  static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(d -> !d.isEmpty())
        .map(d -> Path.of(d, "named"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String version() throws IOException, InterruptedException {
    Process asked = new ProcessBuilder(program().orElseThrow().toString(), "-v").start();
    String said = new String(asked.getInputStream().readAllBytes()).strip();
    asked.waitFor();
    return said;
  }

  /**
   * @param config text of named.conf; DIRECTORY and PORT in it are replaced
   * @param zones content of the files that config names
   * @param ready a name it answers once it is up
   */
  static Named start(String config, Map<String, String> zones, String ready)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("named");
    int port = freePort();
    for (Map.Entry<String, String> zone : zones.entrySet()) {
      Files.writeString(directory.resolve(zone.getKey()), zone.getValue());
    }
    Path conf = directory.resolve("named.conf");
    Files.writeString(
        conf,
        config.replace("DIRECTORY", directory.toString()).replace("PORT", Integer.toString(port)));
    Process process =
        new ProcessBuilder(
                List.of(
                    program().orElseThrow().toString(),
                    "-g",
                    "-n",
                    "1",
                    "-c",
                    conf.toString(),
                    "-p",
                    Integer.toString(port)))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Named named = new Named(process, directory, port);
    named.awaitAnswer(ready);
    return named;
  }

  private void awaitAnswer(String name) throws IOException, InterruptedException {
    for (int i = 0; i < 200 && process.isAlive(); i++) {
      try {
        if (ask(name, Type.A).getRcode() == Rcode.NOERROR) {
          return;
        }
      } catch (IOException e) {
        // Nobody listens yet.
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    String log = log();
    close();
    throw new IllegalStateException("named did not come up:\n" + log);
  }

  String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks like a client would, over UDP. */
  Message ask(String name, int type) throws IOException {
    SimpleResolver client = new SimpleResolver(new InetSocketAddress("127.0.0.1", port));
    client.setTimeout(Duration.ofSeconds(5));
    return client.send(
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
  }

  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
          DatagramSocket udp =
              new DatagramSocket(
                  new InetSocketAddress(InetAddress.getByName("127.0.0.1"), tcp.getLocalPort()))) {
        return udp.getLocalPort();
      } catch (BindException e) {
        continue; // The same number was free for TCP only.
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }
}
