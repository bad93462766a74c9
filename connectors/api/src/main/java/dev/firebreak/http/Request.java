package dev.firebreak.http;

import dev.firebreak.connector.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One HTTP request, immutable; every {@code with} method returns a changed copy.
 *
 * @param method upper case
 * @param target path with raw query below the endpoint's base, starting with a slash; or an
 *     absolute https URL to an allowed host
 * @param headers sent as they are; one value a name
 * @param body the exact bytes sent and signed
 */
public record Request(
    String method, String target, Map<String, String> headers, Optional<byte[]> body) {
  /** RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** A line break in a value would begin another header, or another request. */
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  public Request {
    headers = Map.copyOf(headers);
    headers.forEach(
        (name, value) -> {
          if (!TOKEN.matcher(name).matches() || CONTROL.matcher(value).find()) {
            throw new IllegalArgumentException(
                "header '" + name + "' has a character that headers cannot have, in name or value");
          }
        });
    if (!target.startsWith("/")
        && !target.startsWith("https://")
        && !target.startsWith("http://")) {
      throw new IllegalArgumentException(
          "request target must start with '/' or be an absolute URL, got '" + target + "'");
    }
    if (target.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException(
          "request target has a space or control character; build it with Request.path");
    }
  }

  public static Request get(String target) {
    return new Request("GET", target, Map.of(), Optional.empty());
  }

  public static Request delete(String target) {
    return new Request("DELETE", target, Map.of(), Optional.empty());
  }

  /** POST without a body. */
  public static Request post(String target) {
    return new Request("POST", target, Map.of(), Optional.empty());
  }

  /** Any method with a JSON body. */
  public static Request json(String method, String target, Object body) {
    return new Request(
        method, target, Map.of("Content-Type", "application/json"), Optional.of(Json.bytes(body)));
  }

  /** POST with a form ({@code application/x-www-form-urlencoded}), in the map's order. */
  public static Request form(String target, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return new Request(
        "POST",
        target,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Optional.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  public Request withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Request(method, target, all, body);
  }

  public Request withHeaders(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Request(method, target, all, body);
  }

  /** The body's bytes, empty where there is none. */
  public byte[] bodyBytes() {
    return body.orElseGet(() -> new byte[0]);
  }

  /**
   * A path of a template and data: each {@code {}} is replaced by the next value, percent-encoded
   * as one path segment or query value, so that data can never add a segment or a parameter.
   */
  public static String path(String template, Object... values) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int at = template.indexOf("{}", from);
      if (at < 0) {
        throw new IllegalArgumentException("more values than {} in '" + template + "'");
      }
      String text = String.valueOf(value);
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new IllegalArgumentException("a path value must not be empty, '.' or '..'");
      }
      out.append(template, from, at).append(encode(text));
      from = at + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("fewer values than {} in '" + template + "'");
    }
    return out.append(template.substring(from)).toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /**
   * What is signed by schemes that sign the path: the raw path and query this request will have on
   * the wire.
   */
  public String rawPathAndQuery(Endpoint endpoint) {
    if (target.startsWith("/")) {
      String prefix = endpoint.base().getRawPath();
      return (prefix == null ? "" : prefix) + target;
    }
    URI uri = URI.create(target);
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }
}
