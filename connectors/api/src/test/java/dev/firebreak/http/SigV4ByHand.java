package dev.firebreak.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 written down from AWS's documentation, to check what the library signs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param headers those that are signed, names in lower case
 */
record SigV4ByHand(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  String signature(String secret, String region, String service) {
    String time = headers.get("x-amz-date");
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
    key = hmac(hmac(hmac(key, region), service), "aws4_request");
    String toSign =
        String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical().getBytes(UTF_8)));
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private String canonical() {
    Map<String, String> sorted = new TreeMap<>(headers);
    String lines =
        sorted.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue().strip() + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        method,
        path,
        canonicalQuery(),
        lines,
        String.join(";", sorted.keySet()),
        sha256(body));
  }

  private String canonicalQuery() {
    return query.isEmpty()
        ? ""
        : Arrays.stream(query.split("&"))
            .map(p -> encode(p.split("=", 2)[0]) + "=" + encode((p + "=").split("=", 2)[1]))
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private static String encode(String raw) {
    String bare = raw.endsWith("=") ? raw.substring(0, raw.length() - 1) : raw;
    return URLEncoder.encode(URLDecoder.decode(bare, UTF_8), UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
