package dev.firebreak.alert.wazuh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.alert.Alert;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.Sender;
import dev.firebreak.connector.Secret;
import dev.firebreak.testkit.SampleFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shipped script as Wazuh's integrator does, against a hook that is ours. */
class ScriptTest {
  private static final String SECRET = "whsec_c2NyaXB0LXRlc3Qtc2lnbmluZy1rZXktMDAwMDAx";
  private static final Path SCRIPT = Path.of("custom-firebreak").toAbsolutePath();

  /** What the integrator adds when it is not told to debug; no shell ever sees it. */
  private static final String ADDED = "> /dev/null 2>&1";

  @TempDir private Path folder;
  private HookServer hook;

  /**
   * How it ended.
   *
   * @param said all that it wrote
   */
  private record Run(int exit, String said) {}

  @BeforeAll
  static void pythonIsThere() throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "--version").start();
      Assumptions.assumeTrue(
          python.waitFor(30, TimeUnit.SECONDS) && python.exitValue() == 0,
          "skipped: python3 does not start");
    } catch (IOException e) {
      System.out.println("skipped: there is no python3 to run custom-firebreak with");
      Assumptions.abort("there is no python3 to run custom-firebreak with");
    }
  }

  @BeforeEach
  void startHook() throws IOException {
    hook =
        new HookServer(
            new WazuhKind().open(new WazuhSettings(Secret.of(SECRET), Optional.empty(), "name")));
  }

  @AfterEach
  void stopHook() {
    hook.close();
  }

  private Path alertFile() throws IOException {
    return Files.writeString(
        folder.resolve("wazuh-1768384500-42.alert"),
        SampleFiles.own("ssh_login_after_failures.json"));
  }

  private static Run run(Map<String, String> environment, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).doesNotContain(SECRET.substring(6)).doesNotContain("Traceback");
    return new Run(process.exitValue(), said);
  }

  private Run send() throws IOException, InterruptedException {
    return run(Map.of(), alertFile(), SECRET, hook.url(), ADDED);
  }

  private void answers(int times, int status, Map<String, String> headers, String body) {
    for (int i = 0; i < times; i++) {
      hook.first.add(new HookServer.Answer(status, headers, body));
    }
  }

  @Test
  void theAlertArrivesByteForByteSignedAndIsRead() throws Exception {
    Run run = send();

    assertThat(run).isEqualTo(new Run(0, ""));
    assertThat(hook.received).hasSize(1);
    HookServer.Received received = hook.received.get(0);
    assertThat(received.message().body()).isEqualTo(Files.readAllBytes(alertFile()));
    assertThat(received.message().header("content-type")).contains("application/json");
    Sender.Authentic sender = (Sender.Authentic) received.sender();
    assertThat(sender.messageId().orElse("")).matches("wazuh_[0-9a-f]{40}");
    assertThat(sender.signedAt()).isPresent();
    Parsed parsed =
        new WazuhKind()
            .open(new WazuhSettings(Secret.of(SECRET), Optional.empty(), "name"))
            .parse(received.message());
    assertThat(((Parsed.Alerts) parsed).alerts())
        .extracting(Alert::uid)
        .containsExactly("worker-2/1768384500.998877");
  }

  @Test
  void itTriesAgainUnderTheSameIdWhileTheHookIsBusyOrDown() throws Exception {
    answers(1, 503, Map.of("Retry-After", "0"), "");
    answers(1, 429, Map.of("Retry-After", "0"), "{\"detail\":\"Too many alerts wait\"}");
    answers(1, 500, Map.of("Retry-After", "0"), "no JSON");

    Run run = send();

    assertThat(run.exit()).isZero();
    assertThat(hook.received).hasSize(4);
    assertThat(hook.received)
        .extracting(r -> r.message().header("webhook-id").orElse(""))
        .containsOnly(hook.received.get(0).message().header("webhook-id").orElse("none"));
    assertThat(hook.received).allMatch(r -> r.sender() instanceof Sender.Authentic);
  }

  @Test
  void itGivesUpAfterItsTriesAndSaysWhatWasAnswered() throws Exception {
    answers(20, 503, Map.of("Retry-After", "0"), "{\"detail\":\"could not be stored\"}");

    Run run = send();

    assertThat(run.exit()).isEqualTo(10);
    assertThat(run.said())
        .contains("alert 1768384500.998877", "last answer 503: could not be stored");
    assertThat(hook.received).hasSize(12);
  }

  @Test
  void itDoesNotWaitLongerThanItsPatience() throws Exception {
    answers(20, 503, Map.of("Retry-After", "30"), "");

    Run run = run(Map.of("FIREBREAK_PATIENCE", "5"), alertFile(), SECRET, hook.url());

    assertThat(run.exit()).isEqualTo(10);
    assertThat(hook.received).hasSize(1);
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAgain() throws Exception {
    answers(1, 422, Map.of(), "{\"detail\":\"is missing. The message is kept aside\"}");

    Run run = send();

    assertThat(run.exit()).isEqualTo(9);
    assertThat(run.said()).contains("answered 422: is missing. The message is kept aside");
    assertThat(hook.received).hasSize(1);
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    Run run =
        run(Map.of(), alertFile(), "whsec_YW5vdGhlci1zaWduaW5nLWtleS0wMDAwMDAwMDM=", hook.url());

    assertThat(run.exit()).isEqualTo(9);
    assertThat(run.said()).contains("answered 401");
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    answers(1, 302, Map.of("Location", hook.url() + "/elsewhere"), "");

    Run run = send();

    assertThat(run.exit()).isEqualTo(9);
    assertThat(hook.received).hasSize(1);
  }

  @Test
  void nobodyListeningIsNotAcceptedInTime() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    Run run =
        run(
            Map.of("FIREBREAK_PATIENCE", "0"),
            alertFile(),
            SECRET,
            "http://127.0.0.1:" + free + "/hooks/wazuh");

    assertThat(run.exit()).isEqualTo(10);
    assertThat(run.said()).contains("last answer 0");
  }

  @Test
  void theKeyMayStandInAFile() throws Exception {
    Path key = Files.writeString(folder.resolve("firebreak.key"), SECRET + "\n");

    Run run = run(Map.of(), alertFile(), "file:" + key, hook.url(), ADDED);

    assertThat(run.exit()).isZero();
  }

  @Test
  void wrongArgumentsSendNothing() throws Exception {
    Path alert = alertFile();
    Path text = Files.writeString(folder.resolve("text.alert"), "alertdate='x'");
    Map<List<Object>, Integer> wrong =
        Map.ofEntries(
            Map.entry(List.<Object>of(alert, SECRET), 2),
            Map.entry(List.<Object>of(alert, "", hook.url()), 2),
            Map.entry(List.<Object>of(alert, "0123456789abcdef", hook.url()), 2),
            Map.entry(List.<Object>of(alert, "whsec_QUJD", hook.url()), 2),
            Map.entry(List.<Object>of(alert, "file:/nonexistent", hook.url()), 2),
            Map.entry(List.<Object>of(alert, SECRET, "http://firebreak.example.com/hooks/w"), 2),
            Map.entry(List.<Object>of(alert, SECRET, "ftp://127.0.0.1/hooks/w"), 2),
            Map.entry(List.<Object>of(alert, SECRET, "https://[::1/hooks/w"), 2),
            Map.entry(List.<Object>of(folder.resolve("none"), SECRET, hook.url()), 6),
            Map.entry(List.<Object>of(text, SECRET, hook.url()), 7));
    for (Map.Entry<List<Object>, Integer> e : wrong.entrySet()) {
      Run run = run(Map.of(), e.getKey().toArray());

      assertThat(run.exit()).as("%s: %s", e.getKey(), run.said()).isEqualTo(e.getValue());
      assertThat(run.said()).startsWith("custom-firebreak: ");
    }
    assertThat(hook.received).isEmpty();
  }
}
