package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.connector.Json;
import dev.firebreak.lifecycle.Desk;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.Responders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a releaser does with versions: tries one, is kept from releasing it, moves runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VersionsIT {
  private static final String NAME = "stolen-credential";
  private static final String PAGE = "/playbooks/" + NAME;

  @AutoClose private static Chromium chromium;
  @AutoClose private static ConsoleApp app;
  private static Screen releaser;
  private static Desk desk;
  private static Person author;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start();
    app = ConsoleApp.start("versions");
    app.settledPerson("rex", "releaser", "viewer");
    desk = new Desk(app.firebreak());
    author = app.firebreak().person("ada", List.of("author"), List.of("*"));
    desk.submitted(
        author,
        NAME,
        Map.of("xml", changed("\"okta.clear-sessions\"", "\"okta.unsuspend-user\"")),
        "Gives accounts back instead of taking sessions away");
    releaser = app.signedIn(chromium, "rex", PAGE, ColorScheme.LIGHT);
  }

  private static String changed(String what, String into) throws IOException {
    String file = Files.readString(Firebreak.ROOT.resolve("playbooks/" + NAME + "/playbook.bpmn"));
    assertThat(file).contains(what);
    return file.replace(what, into);
  }

  private static int live() {
    return desk.playbook(NAME).at("/playbook/version").asInt();
  }

  @Test
  @Order(1)
  void aVersionPlayedBesideTheLiveOneShowsWhereItWouldDoOtherwise() {
    releaser.button("Try version 2 beside the live one").click();
    assertThat(releaser.region("Shadow")).containsText("version 2 since");
    new Responders(app.firebreak()).ended(Alerts.stolen("kim@exchange.example", "high"));

    assertThat(releaser.region("Shadow"))
        .containsText(
            "okta.unsuspend-user",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(120_000));
    assertThat(releaser.region("Shadow")).containsText("1 incident compared, 1 with differences");
    assertThat(releaser.region("Shadow")).containsText("not asked for");
    releaser.isFitEverywhere("shadow", releaser.region("Shadow"));
  }

  @Test
  @Order(2)
  void whatWasComparedIsThereAfterAReloadAndTheShadowCanBeStopped() {
    releaser.page().reload();
    assertThat(releaser.region("Shadow")).containsText("okta.unsuspend-user");

    releaser
        .region("Shadow")
        .getByText("Stop", new Locator.GetByTextOptions().setExact(true))
        .click();

    assertThat(releaser.region("Shadow")).containsText("stopped");
  }

  @Test
  @Order(3)
  void aReleaseIsRefusedInWordsWhereCasesFail() {
    releaser.button("Release").click();
    releaser.page().getByLabel("What you looked at").fill("Read it");
    releaser.page().locator("dialog button.primary").click();

    releaser.sees("Version 2 is not released: its cases fail");
    assertThat(releaser.page().locator("dialog .reason"))
        .containsText("The cases of 'stolen-credential' fail: ");
    assertThat(releaser.page().locator("dialog .reason")).containsText("happy");
    releaser.isFitEverywhere("release-refused");
    releaser.button("Cancel").click();
    assertThat(live()).isEqualTo(1);
  }

  @Test
  @Order(4)
  void itIsReleasedAllTheSameOnlyWithAReason() {
    releaser.button("Release").click();
    releaser.page().getByLabel("What you looked at").fill("Read it");
    releaser.page().locator("dialog button.primary").click();
    releaser
        .page()
        .getByLabel("Why it is released although cases fail")
        .fill("The cases are behind: the account is unsuspended on purpose");
    releaser.button("Release all the same").click();

    releaser.sees("Version 2 is live.");
    assertThat(live()).isEqualTo(2);
  }

  /** At the approval of a suspension, and at keys to be revoked by hand. */
  private static void twoRunsUnderWay() {
    Firebreak fb = app.firebreak();
    String asks = fb.incident(Alerts.stolen("lee@exchange.example", "high"));
    Await.until(
        "the suspension is asked about",
        () -> Firebreak.each(fb.story(asks).path("approvals")).findAny().isPresent());
    String keys =
        fb.incident(
            Alerts.alert(
                "leaked-key",
                "high",
                List.of("TA0006"),
                List.of(Map.of("type", "credential", "id", "AKIA-DEPLOY"))));
    Await.until(
        "keys wait to be revoked",
        () ->
            Firebreak.each(fb.operator().get("/api/v1/tasks").path("items"))
                .anyMatch(t -> t.path("incident").asText().equals(keys)));
  }

  private static JsonNode runs() {
    return desk.playbook(NAME).path("runs");
  }

  @Test
  @Order(5)
  void runsOfAnOlderVersionAreShownWithWhatWouldMoveAndWhatCannotAndWhy() throws IOException {
    twoRunsUnderWay();
    int next =
        desk.submitted(
            author,
            NAME,
            Map.of("xml", changed("\"suspendAccount\"", "\"suspendTheAccount\"")),
            "Takes sessions away again; the step is named as the others are");
    desk.release(
            app.firebreak().person("kim", List.of("releaser"), List.of("*")),
            NAME,
            next,
            Map.of("replaces", 2, "despite", "The cases still use the old name"))
        .json(200);
    releaser.go(PAGE);
    assertThat(releaser.region("Runs on older versions")).containsText("2 going");

    releaser.button("See what would move").click();

    assertThat(releaser.region("Runs on older versions").locator(".candidates > li")).hasCount(2);
    assertThat(releaser.region("Runs on older versions"))
        .containsText("it waits for the action at 'suspendAccount'");
    assertThat(releaser.region("Runs on older versions").locator("input:disabled")).hasCount(1);
    releaser.isFitEverywhere("migration", releaser.region("Runs on older versions"));
  }

  @Test
  @Order(6)
  void aRunMovesOnceAReleaserSaysWhy() {
    releaser.button("Move 1 run to version 3").click();
    releaser.page().getByLabel("Why").fill("The keys go the new way");
    releaser.button("Move").click();

    releaser.sees("1 run moved to version 3.");
    assertThat(releaser.region("Runs on older versions")).containsText("1 going");
    assertThat(Firebreak.each(runs()).map(r -> r.path("version").asInt()).toList())
        .containsExactlyInAnyOrder(2, 3);
  }

  @Test
  @Order(7)
  void anyVersionIsKeptAsCacaoAndSaysFirstWhatIsLeftBehind() throws IOException {
    releaser.button("Export as CACAO").last().click();
    releaser.sees("Not carried over:");
    releaser.isFitForEverybody();
    Download file = releaser.page().waitForDownload(() -> releaser.button("Download").click());

    assertThat(file.suggestedFilename()).isEqualTo("stolen-credential-1.cacao.json");
    assertThat(
            Json.mapper().readTree(Files.readAllBytes(file.path())).path("spec_version").asText())
        .isEqualTo("cacao-2.0");
  }

  @Test
  @Order(8)
  void twoVersionsAreComparedAnywhere() {
    releaser.go(PAGE + "/compare?from=1&to=3");
    releaser.waitFor(".two .djs-shape.added");

    releaser.isFitEverywhere("compare");
  }

  @Test
  @Order(9)
  void nothingWentWrongUnseen() {
    releaser.wasQuiet();
  }
}
