package dev.firebreak.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is the first to speak; once people have released something, it is only compared. */
class FolderIT {
  private static final String SEEDED = "seeded";

  @TempDir private static Path folder;

  private static Sandbox sandbox;
  private static Firebreak app;
  private static Desk desk;

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.start(0);
    for (String table : new String[] {"triage.dmn", "policy.dmn"}) {
      Files.copy(Firebreak.ROOT.resolve("playbooks").resolve(table), folder.resolve(table));
    }
    write(SEEDED, Drawing.asking(SEEDED, "look"));
    Map<String, String> properties = new HashMap<>(sandbox.properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.playbooks.dir", folder.toString());
    properties.put("firebreak.playbook-source.interval", "PT1S");
    app = Firebreak.start("folder", properties);
    desk = new Desk(app);
  }

  @AfterAll
  static void stop() throws Exception {
    app.close();
    sandbox.close();
  }

  private static void write(String name, String xml) throws Exception {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("playbook.bpmn"), xml);
  }

  @Test
  void drift_is_shown_everywhere_and_nothing_is_written_over() throws Exception {
    JsonNode seeded = desk.playbook(SEEDED).path("playbook");
    int ours = desk.live(SEEDED, Drawing.asking(SEEDED, "ours"));

    write(SEEDED, Drawing.asking(SEEDED, "theirs"));

    JsonNode drift =
        Await.value(
            "the drift of the folder",
            () ->
                java.util.Optional.of(desk.playbook(SEEDED).path("playbook").path("drift"))
                    .filter(d -> d.path("sentence").asText().contains("holds what no version is")));
    assertThat(seeded.path("version").asInt()).isEqualTo(1);
    assertThat(seeded.path("releasedBy").asText()).isEqualTo("folder");
    assertThat(drift.path("sentence").asText()).contains("in force is version " + ours);
    assertThat(app.http().get("/q/health/ready", Map.of()).text()).contains("1 differ");
    assertThat(desk.playbook(SEEDED).path("playbook").path("version").asInt()).isEqualTo(ours);
  }
}
