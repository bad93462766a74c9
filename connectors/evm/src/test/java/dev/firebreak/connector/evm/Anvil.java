package dev.firebreak.connector.evm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.bench.Ports;
import dev.firebreak.connector.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real node of a chain of its own, which makes a block only when told to
 * (https://getfoundry.sh/anvil/reference). It comes from npm into {@code target}, as a program for
 * this machine.
 */
final class Anvil implements AutoCloseable {
  static final int CHAIN = 31_337;
  private static final String PACKAGE = "@foundry-rs/anvil@1.7.1";
  private static final Path FOLDER = Path.of("target/anvil");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  private Anvil(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Started and answering; empty, with the reason printed, where this machine cannot run it. */
  static Optional<Anvil> start() {
    try {
      Path program = program();
      int port = Ports.free();
      Process process =
          new ProcessBuilder(
                  program.toAbsolutePath().toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--chain-id",
                  Integer.toString(CHAIN),
                  "--no-mining",
                  "--auto-impersonate",
                  "--silent")
              .redirectErrorStream(true)
              .redirectOutput(new File("target/anvil.log"))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Anvil anvil = new Anvil(process, URI.create("http://127.0.0.1:" + port));
      anvil.waitUntilItAnswers();
      return Optional.of(anvil);
    } catch (IOException | IllegalStateException e) {
      System.out.println("skipped: no anvil on this machine: " + e.getMessage());
      return Optional.empty();
    }
  }

  URI url() {
    return url;
  }

  String version() {
    return ask("web3_clientVersion").asText();
  }

  JsonNode ask(String method, Object... params) {
    Map<String, Object> body =
        Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params));
    JsonNode answer = parsed(post(Json.bytes(body)));
    if (answer.has("error")) {
      throw new AssertionError("anvil answered " + method + " with " + answer.path("error"));
    }
    return answer.path("result");
  }

  byte[] post(byte[] body) {
    try {
      return http.send(
              HttpRequest.newBuilder(url)
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofSeconds(10))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void mine() {
    ask("evm_mine");
  }

  void give(EvmAddress account, String weiInHex) {
    ask("anvil_setBalance", account.text(), weiInHex);
  }

  /** Puts a contract of the test resources on the chain, made by this account. */
  EvmAddress deploy(String contract, EvmAddress by) {
    String code = resource("/contracts/" + contract + ".hex").strip();
    String hash =
        ask(
                "eth_sendTransaction",
                Map.of("from", by.text(), "data", "0x" + code, "gas", "0x200000"))
            .asText();
    mine();
    return new EvmAddress(ask("eth_getTransactionReceipt", hash).path("contractAddress").asText());
  }

  boolean paused(EvmAddress contract) {
    return call(contract, "0x5c975abb").endsWith("1");
  }

  /** {@code pauses()} of RoleVault: how often it was paused. */
  int pauses(EvmAddress contract) {
    return Hex.quantity(call(contract, "0x" + selector("pauses()"))).intValue();
  }

  int nonce(EvmAddress account) {
    return Hex.quantity(ask("eth_getTransactionCount", account.text(), "latest").asText())
        .intValue();
  }

  private String call(EvmAddress contract, String data) {
    return ask("eth_call", Map.of("to", contract.text(), "data", data), "latest").asText();
  }

  private static String selector(String signature) {
    byte[] hash = Secp256k1.keccak256(signature.getBytes(StandardCharsets.US_ASCII));
    return Hex.of(hash).substring(2, 10);
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Anvil.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void waitUntilItAnswers() {
    Instant until = Instant.now().plusSeconds(30);
    while (process.isAlive() && Instant.now().isBefore(until)) {
      try {
        var unused = ask("eth_chainId");
        return;
      } catch (UncheckedIOException notYet) {
        Thread.onSpinWait();
      }
    }
    process.destroy();
    throw new IllegalStateException("anvil did not answer within 30 s, see target/anvil.log");
  }

  private static Path program() throws IOException {
    Optional<Path> there = installed();
    if (there.isPresent()) {
      return there.get();
    }
    Files.createDirectories(FOLDER);
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--prefix",
                FOLDER.toString(),
                "--no-save",
                "--prefer-offline",
                PACKAGE)
            .redirectErrorStream(true)
            .redirectOutput(new File("target/anvil-npm.log"))
            .start();
    try {
      if (!npm.waitFor(2, TimeUnit.MINUTES)) {
        npm.destroy();
        throw new IllegalStateException("npm did not bring " + PACKAGE + " within 2 minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return installed()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "npm has no " + PACKAGE + " for this machine, see target/anvil-npm.log"));
  }

  private static Optional<Path> installed() throws IOException {
    Path modules = FOLDER.resolve("node_modules/@foundry-rs");
    if (!Files.isDirectory(modules)) {
      return Optional.empty();
    }
    try (Stream<Path> packages = Files.list(modules)) {
      return packages.map(p -> p.resolve("bin/anvil")).filter(Files::isExecutable).findFirst();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
