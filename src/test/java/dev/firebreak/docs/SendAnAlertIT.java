package dev.firebreak.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/send-an-alert.md shows is run by a shell as it stands, but for the address. */
class SendAnAlertIT {
  private static final List<String> PROGRAMS = List.of("sh", "curl", "openssl", "base64", "od");

  private final Firebreak app = SharedFirebreak.get();

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private String example(Path secret) throws IOException {
    String page = Files.readString(Firebreak.ROOT.resolve("docs/send-an-alert.md"));
    Matcher m = Pattern.compile("(?s)```sh\\n(.*?)```").matcher(page);
    assertThat(m.find()).isTrue();
    return m.group(1)
        .replace("/run/secrets/siem", secret.toString())
        .replace("http://127.0.0.1:8080", app.url().toString())
        .replace("try-1", SharedFirebreak.unique("try"))
        .replace("curl -sS", "curl -sS -w '%{http_code}'");
  }

  @Test
  void the_example_of_the_page_is_taken(@TempDir Path folder) throws Exception {
    assumeThat(PROGRAMS).as("programs of the page's example").allMatch(SendAnAlertIT::installed);
    Path secret =
        Files.writeString(
            folder.resolve("siem"), app.property("firebreak.sources.siem.settings.secret") + "\n");

    Process shell =
        new ProcessBuilder("sh", "-c", example(secret)).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).endsWith("202");
    assertThat(shell.waitFor()).isZero();
  }
}
