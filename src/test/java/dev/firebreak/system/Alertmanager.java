package dev.firebreak.system;

import dev.firebreak.bench.Ports;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus Alertmanager as a child process, without a cluster, on 127.0.0.1. */
final class Alertmanager implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private final Path log;
  private final Process process;

  private Alertmanager(URI url, Path log, Process process) {
    this.url = url;
    this.log = log;
    this.process = process;
  }

  /** The program, under the name of its own releases or of Debian's package. */
  static Optional<Path> program() {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .flatMap(d -> Stream.of("prometheus-alertmanager", "alertmanager").map(Path.of(d)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one that hands everything to a receiver at once. */
  static Alertmanager start(Path program, URI receiver, String secret) throws IOException {
    Path folder = Files.createTempDirectory("alertmanager");
    Path credential = Files.writeString(folder.resolve("credential"), secret);
    Path config = Files.writeString(folder.resolve("config.yml"), config(receiver, credential));
    Path log = folder.resolve("log");
    int port = Ports.free();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Alertmanager started = new Alertmanager(URI.create("http://127.0.0.1:" + port), log, process);
    Await.until("Alertmanager to be ready", started::isReady);
    return started;
  }

  private static String config(URI receiver, Path credential) {
    return String.join(
        "\n",
        "route:",
        "  receiver: firebreak",
        "  group_by: ['...']",
        "  group_wait: 0s",
        "  group_interval: 1s",
        "  repeat_interval: 4h",
        "receivers:",
        "  - name: firebreak",
        "    webhook_configs:",
        "      - url: " + receiver,
        "        send_resolved: true",
        "        max_alerts: 0",
        "        http_config:",
        "          authorization:",
        "            type: Bearer",
        "            credentials_file: " + credential,
        "");
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Alertmanager ended: " + said());
    }
    try {
      return send(HttpRequest.newBuilder(url.resolve("/-/ready")).build()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** As Prometheus tells of an alert that began at a time, and ended at another where it did. */
  void tell(Map<String, String> labels, Instant from, Optional<Instant> to) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("labels", labels);
    alert.put("annotations", Map.of("summary", "Outflow of " + labels.get("wallet")));
    alert.put("startsAt", from.toString());
    to.ifPresent(t -> alert.put("endsAt", t.toString()));
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(List.of(alert))))
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != 200) {
      throw new AssertionError("Alertmanager says " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
