package dev.firebreak.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private int run(String... args) {
    return Demo.run(
        List.of(args),
        Map.of("firebreak.root", folder.toString()),
        Map.of("FIREBREAK_HOME", folder.resolve("state").toString()),
        new Page(lines::add, Paint.PLAIN));
  }

  private static String[] withApplication(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(all.indexOf("--") < 0 ? all.size() : all.indexOf("--"), "--port=0");
    if (!all.contains("--")) {
      all.add("--");
    }
    int at = all.indexOf("--") + 1;
    all.addAll(
        at,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PretendApplication.class.getName()));
    return all.toArray(String[]::new);
  }

  private String told() {
    return String.join("\n", lines);
  }

  private boolean applicationRuns() throws Exception {
    Path file = folder.resolve("state/demo/app.pid");
    String pid = Files.readString(file).split(" ")[0];
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aStoppedTheftIsToldToItsEndAndNothingIsLeftRunning() throws Exception {
    int status = run(withApplication("--auto-approve=0"));

    assertThat(told())
        .contains("confirmed  exchange.freeze-wallet-withdrawals on wallet:hot-eth-1")
        .contains("./firebreak --home state/demo approve --as demo-approver-1 ap1")
        .contains("duplicate")
        .contains("first alert to confirmed freeze")
        .contains("lost by people alone              $27,000,000")
        .contains("CONFIRMED")
        .containsOnlyOnce("for a person: Decide on lifting")
        .containsOnlyOnce("task \"Decide on lifting\" waits for a person's decision")
        .contains("12 entries, trail verified")
        .contains("The theft is stopped");
    assertThat(status).isZero();
    assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(100));
    assertThat(applicationRuns()).isFalse();
  }

  @Test
  void anApplicationThatDoesNotStartIsToldWithTheEndOfItsLog() throws Exception {
    int status = run(withApplication("--", "broken"));

    assertThat(status).isEqualTo(3);
    assertThat(told())
        .contains("ERROR cannot open the database: made up for a test")
        .contains("the application did not start: it ended with status 4");
  }

  @Test
  void aSecondDemoInTheSameFolderIsRefused() throws Exception {
    try (DemoHome first = DemoHome.take(folder.resolve("state/demo"))) {
      assertThat(first.appears(".made-by-firebreak-demo", Duration.ofSeconds(5))).isTrue();

      int status = run("--", "java", "-version");

      assertThat(status).isEqualTo(3);
      assertThat(told().replaceAll("\\s+", " "))
          .contains("another demo is running in")
          .contains("Ctrl-C");
    }
  }

  @Test
  void aFolderThatNoDemoMadeIsNotEmptied() throws Exception {
    Path precious = Files.createDirectories(folder.resolve("state/demo")).resolve("thesis.txt");
    Files.writeString(precious, "years of work");

    int status = run("--", "java", "-version");

    assertThat(status).isEqualTo(3);
    assertThat(precious).hasContent("years of work");
  }

  @Test
  void argumentsThatCannotWorkAreNamed() {
    assertThat(run("--ports", "1")).isEqualTo(2);
    assertThat(told()).contains("'--ports' is no argument of the demo").contains("usage:");
  }
}
