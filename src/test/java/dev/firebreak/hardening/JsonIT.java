package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Siem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Bodies that are no JSON, rightly signed, at the real hook: alone, and inside an alert that would
 * be taken without them. Nothing of them is accepted, and nothing breaks.
 *
 * <p>With {@code -Dfirebreak.jsontestsuite=DIR} also the files of JSONTestSuite
 * (https://github.com/nst/JSONTestSuite, folder {@code test_parsing}), which are not ours to copy.
 */
class JsonIT {
  private static final String SUITE = "firebreak.jsontestsuite";

  /** Valid JSON that is refused on purpose: a name twice, and numbers of a length nobody means. */
  private static final List<String> REFUSED_ON_PURPOSE =
      List.of(
          "y_object_duplicated_key.json",
          "y_object_duplicated_key_and_value.json",
          "y_number_double_close_to_zero.json");

  private static Firebreak app;

  /** One of its own: what is kept aside here would be in the way of other tests. */
  @BeforeAll
  static void start() {
    Map<String, String> settings = new LinkedHashMap<>(Firebreak.signingSource("monitor", false));
    settings.put("firebreak.sources.example.kind", "example");
    settings.put("firebreak.sources.example.settings.secret", Siem.newSecret());
    app = Firebreak.start("no-json", settings);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** An alert of a source that does not mind members it does not know. */
  private Answer sendAlert(byte[] body) {
    String secret = app.property("firebreak.sources.example.settings.secret");
    return app.http()
        .post(
            "/hooks/example",
            Map.of("Content-Type", "application/json", "Authorization", "Bearer " + secret),
            body);
  }

  private Answer sendSigned(byte[] body) {
    String id = unique("msg");
    String time = Long.toString(Instant.now().getEpochSecond());
    return app.http()
        .post(
            "/hooks/monitor",
            Map.of(
                "Content-Type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                time,
                "webhook-signature",
                "v1," + signature(id + "." + time + ".", body)),
            body);
  }

  /** By hand: the library of Standard Webhooks signs text, and this is to be any bytes. */
  private String signature(String head, byte[] body) {
    String secret = app.property("firebreak.sources.monitor.settings.secret");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(head.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A document as the value of a member of an alert that is fine but for it. */
  private static byte[] inAnAlert(byte[] document) {
    String before =
        "{\"id\":\"" + unique("id") + "\",\"rule\":\"r\",\"severity\":\"low\",\"more\":";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(UTF_8));
    out.writeBytes(document);
    out.writeBytes("}".getBytes(UTF_8));
    return out.toByteArray();
  }

  /** What was not refused as it should be, by name. */
  private Map<String, Integer> notRefused(Map<String, byte[]> documents) {
    Map<String, Integer> wrong = new LinkedHashMap<>();
    documents.forEach(
        (name, document) -> {
          int alone = sendSigned(document).status();
          int inside = sendAlert(inAnAlert(document)).status();
          for (int status : List.of(alone, inside)) {
            if (status != 422) {
              wrong.put(name, status);
            }
          }
        });
    return wrong;
  }

  private Map<String, Integer> notTaken(Map<String, byte[]> documents) {
    Map<String, Integer> wrong = new LinkedHashMap<>();
    documents.forEach(
        (name, document) -> {
          int status = sendAlert(inAnAlert(document)).status();
          if (status != 202) {
            wrong.put(name, status);
          }
        });
    return wrong;
  }

  @Test
  void what_is_no_json_is_refused_alone_and_inside_an_alert() {
    Map<String, byte[]> documents = NoJson.documents();
    assertThat(documents).hasSizeGreaterThan(300);

    assertThat(notRefused(documents)).isEmpty();
  }

  @Test
  void what_is_json_is_taken() {
    Map<String, byte[]> documents = new LinkedHashMap<>();
    for (String json :
        List.of(
            "1",
            "-0",
            "0.5e-7",
            "1E+2",
            "\"\"",
            "\"\\u00e9\\ud83c\\udf00\"",
            "true",
            "null",
            "[]",
            "[ 1 , [ ] ]",
            "{}",
            "{\"\":{\"\":null}}",
            " \t\r\n1 ",
            "\"/\\/\"",
            "\"\u007f\u2028\"",
            "[".repeat(60) + "]".repeat(60),
            "9".repeat(100))) {
      documents.put(json, json.getBytes(UTF_8));
    }

    assertThat(notTaken(documents)).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = SUITE, matches = ".+")
  void of_jsontestsuite_nothing_that_must_fail_is_accepted_and_nothing_that_is_fine_refused() {
    Map<String, byte[]> all = suite();

    Map<String, Integer> accepted = notRefused(named(all, "n_"));
    Map<String, Integer> refused = notTaken(named(all, "y_"));
    refused.keySet().removeAll(REFUSED_ON_PURPOSE);
    List<String> broken = new ArrayList<>();
    named(all, "i_").forEach((name, body) -> addIfBroken(broken, name, body));

    assertThat(named(all, "n_")).hasSizeGreaterThanOrEqualTo(188);
    assertThat(accepted).isEmpty();
    assertThat(refused).isEmpty();
    assertThat(broken).isEmpty();
  }

  private void addIfBroken(List<String> broken, String name, byte[] document) {
    if (sendAlert(inAnAlert(document)).status() >= 500) {
      broken.add(name);
    }
  }

  private static Map<String, byte[]> named(Map<String, byte[]> all, String prefix) {
    Map<String, byte[]> some = new TreeMap<>(all);
    some.keySet().removeIf(n -> !n.startsWith(prefix));
    return some;
  }

  private static Map<String, byte[]> suite() {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(SUITE)))) {
      for (Path f : files.filter(p -> p.toString().endsWith(".json")).toList()) {
        all.put(f.getFileName().toString(), Files.readAllBytes(f));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON sets no limit, and no number has it. */
  @Test
  void an_exponent_that_no_number_has_is_refused() {
    for (String number : List.of("1e999999999999999", "-1E-99999999999")) {
      assertThat(sendAlert(inAnAlert(number.getBytes(UTF_8))).status()).isEqualTo(422);
    }
  }

  @Test
  void a_byte_order_mark_before_an_alert_is_skipped() {
    byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    String body = new String(mark, ISO_8859_1) + new String(inAnAlert("1".getBytes(UTF_8)), UTF_8);

    assertThat(sendAlert(body.getBytes(ISO_8859_1)).status()).isEqualTo(202);
  }
}
