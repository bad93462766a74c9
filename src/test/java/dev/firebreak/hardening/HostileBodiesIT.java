package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Alerts;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Siem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten thousand bodies that mean harm, half of them from a sender who has the secret. */
class HostileBodiesIT {
  private static final int ALL = 10_000;
  private static final int THREADS = 8;
  private static final long MOST_GROWTH = 24L * 1024 * 1024;
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private static Firebreak app;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new LinkedHashMap<>(Firebreak.signingSource("siem", false));
    settings.put("firebreak.sources.example.kind", "example");
    settings.put("firebreak.sources.example.settings.secret", Siem.newSecret());
    app = Firebreak.start("hostile-bodies", settings);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static List<byte[]> bodies() {
    List<byte[]> all = new ArrayList<>(NoJson.documents().values());
    all.add("[".repeat(200_000).getBytes(UTF_8));
    all.add(("{\"a\":\"" + "x".repeat(250_000) + "\"}").getBytes(UTF_8));
    all.add(("{\"a\":" + "9".repeat(200_000) + "}").getBytes(UTF_8));
    all.add(("{\"" + "k".repeat(200_000) + "\":1}").getBytes(UTF_8));
    all.add(("{\"a\":[" + "{},".repeat(80_000) + "{}]}").getBytes(UTF_8));
    StringBuilder names = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      names.append("\"k").append(i).append("\":1,");
    }
    all.add(names.append("\"z\":1}").toString().getBytes(UTF_8));
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    all.add(noise);
    all.add(new byte[600_000]);
    return all;
  }

  /** Every answer's status. */
  private static TreeSet<Integer> send(int how, List<byte[]> bodies) {
    String secret = app.property("firebreak.sources.example.settings.secret");
    List<TreeSet<Integer>> got =
        AtOnce.run(
            THREADS,
            t ->
                () -> {
                  TreeSet<Integer> statuses = new TreeSet<>();
                  for (int i = t; i < how; i += THREADS) {
                    Map<String, String> headers = new LinkedHashMap<>();
                    headers.put("Content-Type", "application/json");
                    headers.put("Authorization", "Bearer " + (i % 2 == 0 ? secret : "wrong"));
                    byte[] body = bodies.get(i / 2 % bodies.size());
                    statuses.add(app.http().post("/hooks/example", headers, body).status());
                  }
                  return statuses;
                });
    TreeSet<Integer> all = new TreeSet<>();
    got.forEach(all::addAll);
    return all;
  }

  /** Bytes that are alive after a collection. */
  private static long alive() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(app.app().pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    Matcher total = TOTAL.matcher(new String(process.getInputStream().readAllBytes(), UTF_8));
    assertThat(total.find()).as("the JDK's jcmd says how much is alive").isTrue();
    return Long.parseLong(total.group(1));
  }

  @Test
  void ten_thousand_of_them_are_refused_and_leave_nothing_in_memory() throws IOException {
    List<byte[]> bodies = bodies();
    TreeSet<Integer> first = send(ALL / 5, bodies);
    long before = alive();

    TreeSet<Integer> then = send(ALL - ALL / 5, bodies);

    assertThat(alive()).isLessThan(before + MOST_GROWTH);
    first.addAll(then);
    assertThat(first).containsExactlyInAnyOrder(401, 413, 422);
    assertThat(app.siem(Alerts.outflow(unique("hot"), "low")).status()).isEqualTo(202);
    app.app().checkAlive();
  }
}
