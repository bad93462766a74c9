package dev.firebreak.connector.evm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Web3Signer's REST interface with one key, after its description
 * (https://github.com/Consensys/web3signer/blob/master/openapi-specs/eth1/web3signer.yaml).
 */
final class FakeWeb3Signer implements AutoCloseable {
  private final HttpServer server;
  private final Keys key;

  FakeWeb3Signer(Keys key) throws IOException {
    this.key = key;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    server.createContext("/api/v1/eth1/sign/" + key.publicKey(), this::sign);
    server.createContext("/api/v1/eth1/publicKeys", this::keys);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void sign(HttpExchange exchange) throws IOException {
    byte[] data =
        Hex.bytes(Json.parse(exchange.getRequestBody().readAllBytes()).path("data").asText());
    Secp256k1.Signature s = Secp256k1.sign(Secp256k1.keccak256(data), key.number());
    String signature =
        Hex.of(Hex.word(s.r())) + Hex.of(Hex.word(s.s())).substring(2) + (s.odd() ? "1c" : "1b");
    answer(exchange, "text/plain; charset=utf-8", signature);
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, "application/json", "[\"" + key.publicKey() + "\"]");
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
