package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Firebreak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The demonstration's story as the people in it see it: one incident, from the first sign-in to the
 * lift.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
  private static final int MOST_SCRIPT_BYTES = 60 * 1024;

  @AutoClose private static Chromium chromium;
  @AutoClose private static ConsoleApp app;
  private static Screen desk;
  private static String incident;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start();
    app = ConsoleApp.start("console");
    app.settledPerson("ben", "approver");
    desk = chromium.screen(app.firebreak().url(), Screen.Size.DESK, ColorScheme.LIGHT);
  }

  private static Screen signedIn(String name, Screen.Size size, ColorScheme scheme) {
    Screen screen = chromium.screen(app.firebreak().url(), size, scheme);
    screen.go("/sign-in");
    screen.signIn(name, ConsoleApp.PASSWORD);
    screen.waitFor(".tiles");
    return screen;
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  @Order(1)
  void whoComesWithAOneTimePasswordChoosesAPasswordAndIsIn() {
    String once = app.person("ada", "responder");
    desk.go("/incidents?state=open");
    desk.sees("Sign in");
    desk.isFitForEverybody();
    desk.picture("sign-in");

    desk.signIn("ada", once);
    desk.page().getByLabel("New password").fill(ConsoleApp.PASSWORD);
    desk.page().getByLabel("Once more").fill(ConsoleApp.PASSWORD);
    desk.button("Set password and go on").click();

    desk.sees("No incidents");
    assertThat(desk.page().url()).endsWith("/incidents?state=open");
  }

  @Test
  @Order(2)
  void theWallShowsABreakInWithoutBeingAsked() {
    desk.go("/");
    desk.sees("Nothing is on fire");

    incident = app.breakIn();

    desk.sees(ConsoleApp.TITLE);
    desk.sees("Approve: suspend user");
    desk.sees("$10,000 a second, wallets held");
    assertThat(desk.page().locator(".tile").filter(text("alerts in the last hour")))
        .containsText(Pattern.compile("^\\s*2"));
    desk.isFitForEverybody();
    desk.picture("wall");
  }

  @Test
  @Order(3)
  void anIncidentTellsItsWholeStoryAndShowsItsDiagram() {
    desk.page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(ConsoleApp.TITLE))
        .click();

    desk.sees("Decided: playbook hot-wallet-drain, priority critical");
    desk.sees("<img src=x onerror=alert(1)>");
    desk.waitFor(".djs-element.run-waiting");
    desk.waitFor(".run-tag.done");
    assertThat(desk.page().locator("fb-attack-graph svg")).isVisible();
    assertThat(desk.page().locator("fb-attack-graph .stage"))
        .hasText(
            new Pattern[] {Pattern.compile("Credential access"), Pattern.compile("Exfiltration")});
    desk.sees("Alerts also name T1657, without saying at which stage.");
    desk.isFitForEverybody();
    desk.picture("incident");
  }

  @Test
  @Order(4)
  void theMarkOfTheDiagramsMakersStaysVisible() {
    Object covered =
        desk.page()
            .locator(".bjs-powered-by")
            .evaluate(
                "e => { e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect();"
                    + " return b.width > 40 && b.height > 15 &&"
                    + " e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height /"
                    + " 2)) }");

    assertThat(covered).isEqualTo(true);
  }

  @Test
  @Order(5)
  void aNoteIsWrittenDownInThePersonsName() {
    desk.page().getByLabel("Note").fill("Dana says it was not her; her laptop is off.");
    desk.page().reload();
    desk.waitFor(".note-form");

    desk.button("Add note").click();

    desk.sees("person:ada");
    desk.sees("Dana says it was not her; her laptop is off.");
    assertThat(
            app.firebreak()
                .items("/api/v1/incidents/" + incident + "/notes")
                .map(n -> n.path("text").asText()))
        .containsExactly("Dana says it was not her; her laptop is off.");
  }

  @Test
  @Order(6)
  void anActionIsRehearsedBeforeItIsRun() {
    desk.button("Run an action").click();
    Locator dialog = desk.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Action").selectOption("okta.clear-sessions");
    dialog.getByLabel(Pattern.compile("^user")).fill("dana.ops@exchange.example");
    assertThat(desk.button("Run it")).isHidden();

    desk.button("Rehearse").click();

    desk.sees("What it would do");
    desk.waitFor(".run-tag.done");
    desk.isFitForEverybody();
    desk.picture("rehearsal");
    assertThat(desk.button("Run it")).isVisible();
    desk.button("Cancel").click();
  }

  @Test
  @Order(7)
  void anApprovalIsGivenByKeyboardAlone() {
    try (Screen ben = chromium.screen(app.firebreak().url(), Screen.Size.DESK, ColorScheme.DARK)) {
      ben.go("/");
      ben.sees("Sign in");
      ben.tabTo("Name");
      ben.page().keyboard().type("ben");
      ben.tabTo("Password");
      ben.page().keyboard().type(ConsoleApp.PASSWORD);
      ben.page().keyboard().press("Enter");
      ben.waitFor(".tiles");
      ben.tabTo("Approve: suspend user");
      ben.page().keyboard().press("Enter");
      ben.sees("If nobody answers");
      ben.isFitForEverybody();
      ben.picture("approval");
      ben.tabTo("Comment");
      ben.page().keyboard().type("Asked Dana on the phone: go.");
      ben.tabTo("Approve");
      ben.page().keyboard().press("Enter");

      ben.sees("This is settled: approved.");
      ben.wasQuiet();
    }
    assertThat(app.waiting("okta.suspend-user")).isZero();
    desk.sees("Votes approve: suspend user dana.ops@exchange.example");
  }

  @Test
  @Order(8)
  void whatMayNoLongerBeTrueIsMarkedWhenTheStreamIsCut() {
    desk.go("/incidents/" + incident);
    desk.sees("Live");
    desk.waitFor(".run-tag.done");

    desk.context().setOffline(true);

    desk.sees("Not live.");
    desk.picture("stale");
    app.firebreak()
        .operator()
        .post("/api/v1/people", Map.of("name", "someone", "kind", "service"))
        .json(201);
    desk.context().setOffline(false);
    Await.until("the stream is back", () -> !desk.page().getByText("Not live.").isVisible());
  }

  @Test
  @Order(9)
  void whatHappenedWhileTheStreamWasCutIsShownWhenItIsBack() {
    desk.context().setOffline(true);
    desk.sees("Not live.");
    app.firebreak()
        .operator()
        .post(
            "/api/v1/incidents/" + incident + "/notes",
            Map.of("text", "Written while the line was cut."))
        .json(201);

    desk.context().setOffline(false);

    desk.sees("Written while the line was cut.");
  }

  @Test
  @Order(10)
  void aContainmentIsLiftedFromThePage() {
    desk.page()
        .getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(Pattern.compile("Lift quarantine workload on .*")))
        .first()
        .click();
    desk.page().getByLabel("Why").fill("Clean one started beside it.");
    desk.isFitForEverybody();
    desk.picture("lift");

    desk.button("Ask for the lift").click();

    desk.sees("Asks for a lift");
  }

  @Test
  @Order(11)
  void aPlaybookIsRehearsedBeforeItIsRun() {
    desk.button("Run a playbook").click();
    Locator dialog = desk.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Playbook").selectOption("stolen-credential");
    assertThat(desk.button("Run it")).isHidden();

    desk.button("Rehearse").click();

    assertThat(dialog.locator(".rehearsal")).containsText("Version 1:");
    assertThat(dialog.locator(".steps")).containsText("clear sessions through okta");
    assertThat(dialog.locator(".steps")).containsText("Policy lets it run at once.");
    desk.isFitForEverybody();
    desk.picture("playbook-rehearsal");
    dialog.getByLabel("Why").fill("The credential may be elsewhere, too.");
    desk.button("Run it").click();
    desk.sees("Starts the playbook stolen-credential");
    assertThat(
            Firebreak.each(app.firebreak().story(incident).path("runs"))
                .map(r -> r.path("playbook").asText()))
        .containsExactly("hot-wallet-drain", "stolen-credential");
  }

  @Test
  @Order(12)
  void everythingIsStoppedAndOnlyAnotherPersonResumes() {
    desk.button("Stop all").click();
    desk.page().getByLabel("Why").fill("A test of the brakes.");
    desk.button("Stop all actions").click();
    desk.sees("No action goes out since");
    desk.isFitForEverybody();
    desk.picture("stopped");
    desk.button("Resume").click();
    desk.page().getByLabel("Why").fill("I did not mean it.");
    desk.button("Resume actions").click();
    desk.sees("you stopped it yourself");

    desk.button("Cancel").click();
    try (Screen ben = signedIn("ben", Screen.Size.DESK, ColorScheme.LIGHT)) {
      ben.button("Resume").click();
      ben.page().getByLabel("Why").fill("It was a test.");
      ben.button("Resume actions").click();
      ben.sees("Actions go out again.");
      Await.until("the banner is gone", () -> !ben.page().locator(".banner.stopped").isVisible());
    }
  }

  @Test
  @Order(13)
  void everyPageIsFitForAPhoneInTheDark() {
    try (Screen phone = signedIn("ben", Screen.Size.PHONE, ColorScheme.DARK)) {
      phone.isFitForEverybody();
      phone.picture("wall-phone");
      String approval =
          app.firebreak()
              .items("/api/v1/approvals?state=open")
              .findFirst()
              .orElseThrow()
              .path("id")
              .asText();
      List<String> pages = new ArrayList<>(List.of("/incidents", "/runs", "/approvals"));
      pages.add("/approvals/" + approval);
      pages.add("/incidents/" + incident);
      for (String path : pages) {
        phone.go(path);
        phone.waitFor("main h1");
        phone.isFitForEverybody();
      }
      phone.picture("incident-phone");
      phone.go("/approvals/" + approval);
      phone.waitFor("#ask-title");
      phone.picture("approval-phone");
      phone.wasQuiet();
    }
  }

  @Test
  @Order(14)
  void listsAreFoundByAWordAndInTheDarkToo() {
    try (Screen ben = signedIn("ben", Screen.Size.DESK, ColorScheme.DARK)) {
      ben.go("/incidents");
      ben.page().getByLabel("Search").fill("eth-1 drained");
      ben.sees(ConsoleApp.TITLE);
      ben.isFitForEverybody();
      ben.picture("incidents");
      ben.page().getByLabel("Search").fill("nothing-like-it");
      ben.sees("None fits these filters.");
      ben.go("/runs");
      ben.page().getByLabel("Search").fill("hot-eth-1");
      assertThat(ben.page().locator("tbody tr")).hasCount(2);
      ben.page().getByLabel("Started").selectOption("in the last hour");
      ben.isFitForEverybody();
      ben.picture("runs");
      assertThat(ben.page().url()).endsWith("/runs?q=hot-eth-1&started=1h");
      ben.page().reload();
      assertThat(ben.page().locator("tbody tr")).hasCount(2);
      ben.page().getByLabel("Started").selectOption("between …");
      ben.page().getByLabel("Until").fill("2026-01-31T03:00");
      ben.page().getByLabel("Until").blur();
      ben.sees("None fits these filters.");
      assertThat(ben.page().url()).contains("to=2026-01-31T03%3A00%3A00.000Z");
      ben.go("/");
      ben.waitFor(".fire");
      ben.picture("wall-dark");
      ben.go("/incidents/" + incident);
      ben.waitFor(".run-tag.done");
      ben.isFitForEverybody();
      ben.picture("incident-dark");
      ben.wasQuiet();
    }
  }

  @Test
  @Order(15)
  void theWallIsReadFromTheBackOfARoom() {
    try (Screen room = signedIn("ben", Screen.Size.PROJECTOR, ColorScheme.LIGHT)) {
      room.waitFor(".fire");

      double letters =
          ((Number)
                  room.page()
                      .locator(".fire .watch .clock")
                      .first()
                      .evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
              .doubleValue();

      assertThat(letters).isGreaterThan(40);
      room.isFitForEverybody();
      room.picture("wall-projector");
      room.wasQuiet();
    }
  }

  @Test
  @Order(16)
  void theIncidentIsDecidedClosedAndItsEvidenceTaken() throws IOException {
    desk.go("/incidents/" + incident);
    Locator task = desk.page().locator("[aria-labelledby=waits] li").filter(text("Decide on lift"));
    task.getByText("Complete").click();
    Locator dialog = desk.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("What the playbook goes on by").fill("lift = false");
    dialog.getByText("Complete", new Locator.GetByTextOptions().setExact(true)).click();
    desk.sees("Completes: Decide on lifting");

    desk.button("Close incident").click();
    desk.page().getByLabel("Why").fill("The thief is out; what is held stays held.");
    desk.button("Close it").click();
    desk.sees("Closes the incident");
    Download evidence = desk.page().waitForDownload(() -> desk.button("Evidence").click());

    assertThat(evidence.suggestedFilename()).isEqualTo("firebreak-" + incident + ".zip");
    assertThat(Files.size(evidence.path())).isPositive();
    assertThat(app.firebreak().story(incident).path("incident").path("state").asText())
        .isEqualTo("closed");
  }

  @Test
  @Order(17)
  void nothingWasAskedOfAnyoneElseAndNothingWentWrongUnseen() {
    desk.wasQuiet();
  }

  @Test
  @Order(18)
  void theFirstPageIsSmall() {
    List<byte[]> scripts = new ArrayList<>();
    try (Screen fresh =
        chromium.screen(app.firebreak().url(), Screen.Size.DESK, ColorScheme.LIGHT)) {
      fresh
          .page()
          .onResponse(
              r -> {
                if (r.url().endsWith(".js")) {
                  scripts.add(r.body());
                }
              });
      fresh.go("/");
      fresh.sees("Sign in");
      fresh.signIn("ben", ConsoleApp.PASSWORD);
      fresh.waitFor(".tiles");
    }

    int bytes = scripts.stream().mapToInt(ConsoleIT::gzipped).sum();

    assertThat(bytes).isPositive().isLessThan(MOST_SCRIPT_BYTES);
  }

  private static int gzipped(byte[] script) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size();
  }

  @Test
  @Order(19)
  void filesAreKeptByBrowsersAndTheDocumentIsNot() {
    Answer document = app.firebreak().http().get("/", Map.of());
    Matcher asset = Pattern.compile("/assets/[^\"]+\\.js").matcher(document.text());
    assertThat(asset.find()).isTrue();

    assertThat(document.header("cache-control")).contains("no-cache");
    assertThat(document.header("content-security-policy").orElseThrow())
        .contains("script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(app.firebreak().http().get(asset.group(), Map.of()).header("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(
            app.firebreak()
                .http()
                .get("/assets/of-the-next-version.js", Map.of())
                .header("cache-control"))
        .contains("no-store");
  }
}
