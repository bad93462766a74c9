package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Calls the sandbox's vendors with the credentials it hands out, written apart from the connectors
 * and from the sandbox's own checks.
 */
final class Caller {
  record Answer(int status, JsonNode json, Map<String, String> headers) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> settings;
  private final Clock clock;

  Caller(Map<String, String> settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  String setting(String vendor, String key) {
    return settings.get("firebreak.connectors." + vendor + ".settings." + key);
  }

  Answer send(String method, String url, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<String> r = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    Map<String, String> all = new LinkedHashMap<>();
    r.headers().map().forEach((k, v) -> all.put(k, v.get(0)));
    JsonNode json =
        r.body().startsWith("{") || r.body().startsWith("[")
            ? Json.parse(r.body())
            : Json.mapper().createObjectNode();
    return new Answer(r.statusCode(), json, all);
  }

  Answer exchange(String method, String path, String body, String key)
      throws IOException, InterruptedException {
    return exchange(method, path, body, key, setting("exchange", "secret"));
  }

  Answer exchange(String method, String path, String body, String key, String secret)
      throws IOException, InterruptedException {
    String url = setting("exchange", "url") + path;
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    String nonce = UUID.randomUUID().toString();
    URI uri = URI.create(url);
    String onWire = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    String text =
        timestamp
            + "\n"
            + nonce
            + "\n"
            + method
            + "\n"
            + onWire
            + "\n"
            + Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
    byte[] mac = Digests.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), text);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Key-Id", setting("exchange", "key-id"));
    headers.put("X-Timestamp", timestamp);
    headers.put("X-Nonce", nonce);
    headers.put("X-Signature", "v1=" + HexFormat.of().formatHex(mac));
    headers.put("Idempotency-Key", key);
    headers.put("Content-Type", "application/json");
    return send(method, url, headers, body);
  }

  Answer freeze(String id, String wallet) throws IOException, InterruptedException {
    return exchange(
        "PUT",
        "/v1/withdrawal-freezes/" + id,
        Json.write(
            Map.of(
                "scope", "WALLET",
                "values", java.util.List.of(wallet),
                "mode", "HOLD",
                "reason", "drain",
                "caseId", "inc-1")),
        "key-" + id);
  }

  Answer bearer(String vendor, String scheme, String method, String path, String body)
      throws IOException, InterruptedException {
    return bearer(vendor, scheme, method, path, body, "application/json");
  }

  Answer bearer(
      String vendor, String scheme, String method, String path, String body, String contentType)
      throws IOException, InterruptedException {
    return send(
        method,
        setting(vendor, "url") + path,
        Map.of(
            "Authorization", scheme + " " + setting(vendor, "token"), "Content-Type", contentType),
        body);
  }

  Answer jira(String method, String path, String body) throws IOException, InterruptedException {
    String pair = setting("jira", "email") + ":" + setting("jira", "token");
    return send(
        method,
        setting("jira", "url") + path,
        Map.of(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
            "Content-Type",
            "application/json"),
        body);
  }

  Answer fireblocks(String method, String path, Map<String, Object> otherClaims)
      throws IOException, InterruptedException, GeneralSecurityException {
    return fireblocks(method, path, otherClaims, UUID.randomUUID().toString());
  }

  Answer fireblocks(String method, String path, Map<String, Object> otherClaims, String key)
      throws IOException, InterruptedException, GeneralSecurityException {
    String url = setting("fireblocks", "url") + path;
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("uri", "/v1" + path);
    claims.put("nonce", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + 55);
    claims.put("sub", setting("fireblocks", "api-key"));
    claims.put("bodyHash", Digests.sha256(new byte[0]));
    claims.putAll(otherClaims);
    return send(
        method,
        url,
        Map.of(
            "X-API-Key",
            setting("fireblocks", "api-key"),
            "Authorization",
            "Bearer " + jwt(claims),
            "Idempotency-Key",
            key),
        "");
  }

  private String jwt(Map<String, Object> claims) throws GeneralSecurityException {
    String pem = setting("fireblocks", "private-key").replaceAll("-----[A-Z ]+-----", "");
    Signature rsa = Signature.getInstance("SHA256withRSA");
    rsa.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
    String head = part(Json.bytes(Map.of("alg", "RS256", "typ", "JWT")));
    String content = head + "." + part(Json.bytes(claims));
    rsa.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + part(rsa.sign());
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
