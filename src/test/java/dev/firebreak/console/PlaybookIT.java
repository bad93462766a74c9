package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A playbook is changed by one person, released by another, and run. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlaybookIT {
  private static final String NAME = "stolen-credential";
  private static final String MODELER = "/modeler/" + NAME;
  private static final Pattern SAVED = Pattern.compile("^saved ");

  private static Chromium chromium;
  private static ConsoleApp app;
  private static Screen author;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start();
    app = ConsoleApp.start("playbooks");
    app.settledPerson("ada", "author");
    also("ada", "viewer");
    app.settledPerson("rex", "releaser");
    also("rex", "responder");
    author = signedIn("ada", MODELER, ColorScheme.LIGHT);
  }

  @AfterAll
  static void close() {
    if (app != null) {
      app.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void also(String name, String role) {
    app.firebreak()
        .operator()
        .post(
            "/api/v1/people/" + name + "/grant",
            Map.of("roles", List.of(role), "scopes", List.of("*")))
        .json(200);
  }

  private static Screen signedIn(String name, String path, ColorScheme scheme) {
    Screen screen = chromium.screen(app.firebreak().url(), Screen.Size.DESK, scheme);
    screen.go("/sign-in?to=" + path);
    screen.signIn(name, ConsoleApp.PASSWORD);
    screen.page().waitForURL(url -> !url.contains("/sign-in"));
    return screen;
  }

  private static Locator button(Page on, String name) {
    return on.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Gives the process another name in the properties panel. */
  private static void rename(Page on, String name) {
    Locator field = on.locator("#bio-properties-panel-name");
    if (!field.isVisible()) {
      on.locator("[data-group-id='group-general'] .bio-properties-panel-group-header-title")
          .click();
    }
    field.fill(name);
    field.blur();
  }

  private static JsonNode live() {
    return app.firebreak().operator().get("/api/v1/playbooks/" + NAME).path("playbook");
  }

  @Test
  @Order(1)
  void theListSaysWhatIsLiveAndWhoReleasedIt() {
    author.go("/playbooks");

    author.sees("stolen-credential");
    author.sees("triage");
    author.isFitForEverybody();
    author.picture("playbooks");
  }

  @Test
  @Order(2)
  void theModelerOffersActionsOfTheConfiguredConnectors() {
    author.go(MODELER);
    author.waitFor(".djs-shape");
    author.page().locator(".djs-palette [data-action='create']").click();
    author.page().locator(".djs-popup input").pressSequentially("clear sess");

    author.sees("clear sessions");
    author.picture("modeler-menu");
    author.page().keyboard().press("Escape");
  }

  @Test
  @Order(3)
  void theMarkOfTheDiagramsMakersIsSeenInLightAndDark() {
    for (String theme : new String[] {"light", "dark"}) {
      author.page().evaluate("t => { document.documentElement.dataset.theme = t }", theme);
      Object seen =
          author
              .page()
              .locator(".bjs-powered-by")
              .evaluate(
                  "e => { const b = e.getBoundingClientRect(); const s = getComputedStyle(e);"
                      + " return b.width > 40 && b.height > 15 && s.visibility === 'visible' &&"
                      + " s.opacity === '1' && (document.documentElement.dataset.theme === 'light'"
                      + " || s.backgroundColor === 'rgb(241, 242, 244)') &&"
                      + " e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height /"
                      + " 2)) }");
      assertThat(seen).as("the mark in the %s theme", theme).isEqualTo(true);
      author.isFitForEverybody();
      author.picture("modeler-" + theme);
    }
    author.page().evaluate("() => { document.documentElement.dataset.theme = 'light' }");
  }

  @Test
  @Order(4)
  void whatIsDrawnIsCheckedAndSavedWhileItIsDrawn() {
    rename(author.page(), "A login is misused, with a change");

    assertThat(author.page().locator(".saved")).hasText(SAVED);
    assertThat(author.page().locator(".tabs")).containsText("Problems (");
  }

  @Test
  @Order(5)
  void aSavedDraftSurvivesAReload() {
    author.page().reload();

    author.waitFor(".djs-shape");
    assertThat(author.page().locator(".saved")).hasText("draft");
    assertThat(author.page().locator("#bio-properties-panel-name"))
        .hasValue("A login is misused, with a change");
  }

  @Test
  @Order(6)
  void whatCouldNotBeSavedSurvivesAReloadToo() {
    Pattern draft = Pattern.compile(".*/draft$");
    author.page().route(draft, r -> answerPut(r));
    rename(author.page(), "Typed while the server was away");
    assertThat(author.page().locator(".saved")).containsText("kept in this browser only");
    author.page().onceDialog(d -> d.accept());
    author.page().reload();

    author.sees("What you had not saved at");
    assertThat(author.page().locator("#bio-properties-panel-name"))
        .hasValue("Typed while the server was away");
    author.page().unroute(draft);
    assertThat(author.page().locator(".saved")).hasText(SAVED);
  }

  private static void answerPut(Route route) {
    if (route.request().method().equals("PUT")) {
      route.abort("internetdisconnected");
    } else {
      route.resume();
    }
  }

  @Test
  @Order(7)
  void anotherTabsSaveIsNotOverwrittenUnasked() {
    author.go(MODELER);
    author.waitFor(".djs-shape");
    Page other = author.context().newPage();
    other.navigate(author.page().url());
    other.locator(".djs-shape").first().waitFor();

    rename(other, "From the other tab");
    assertThat(other.locator(".saved")).hasText(SAVED);

    author.sees("was just saved in another tab");
    author.picture("modeler-conflict");
    button(author.page(), "Take what was saved").click();
    assertThat(author.page().locator("#bio-properties-panel-name")).hasValue("From the other tab");
    other.close();
  }

  @Test
  @Order(8)
  void whatIsOnTheScreenIsRehearsedAndTheWayIsDrawn() {
    author.page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Rehearsal")).click();
    button(author.page(), "Save & run").click();

    author.waitFor(".djs-element.passed");
    assertThat(author.page().locator(".mark-label")).not().hasCount(0);
    author.isFitForEverybody();
    author.picture("modeler-rehearsal");
  }

  @Test
  @Order(9)
  void anAuthorSubmitsAndCannotReleaseHisOwn() {
    button(author.page(), "Submit for review").click();
    author.page().getByLabel("What changes, and why").fill("Says more clearly what it is about");
    button(author.page(), "Submit").click();

    author.sees("submitted");
    author.sees("Says more clearly what it is about");
    assertThat(button(author.page(), "Release")).hasCount(0);
  }

  @Test
  @Order(10)
  void somebodyElseComparesAndReleases() {
    int before = live().path("version").asInt();
    try (Screen releaser = signedIn("rex", "/playbooks/" + NAME, ColorScheme.DARK)) {
      releaser.sees("submitted");
      releaser.isFitForEverybody();
      releaser.picture("playbook-dark");
      releaser.page().getByText("Compare with live").first().click();
      releaser.sees("What differs");
      releaser.waitFor(".two .djs-shape");
      releaser.isFitForEverybody();
      releaser.picture("compare-dark");
      releaser.go("/playbooks/" + NAME);
      button(releaser.page(), "Release").first().click();
      releaser.page().getByLabel("What you looked at").fill("Read it, rehearsed it");
      releaser.page().locator("dialog button.primary").click();

      releaser.sees("is live.");
      assertThat(live().path("version").asInt()).isGreaterThan(before);
      assertThat(live().path("releasedBy").asText()).isEqualTo("person:rex");
      releaser.wasQuiet();
    }
  }

  @Test
  @Order(11)
  void theReleasedVersionIsRunByHand() {
    try (Screen responder = signedIn("rex", "/playbooks/" + NAME, ColorScheme.LIGHT)) {
      button(responder.page(), "Run by hand").click();
      responder
          .page()
          .getByLabel("Incident id, a space, and why")
          .fill("To see the new version at work");
      button(responder.page(), "Run it").click();

      responder.page().waitForURL(Pattern.compile(".*/incidents/[0-9a-f-]{36}$"));
      responder.sees(NAME);
      responder.wasQuiet();
    }
  }

  @Test
  @Order(12)
  void theDecisionTablesAreEditedTheSameWay() {
    author.go("/modeler/table/triage");
    author.waitFor(".tjs-table");
    author.isFitForEverybody();
    author.picture("table");

    author.page().locator("td.input-cell").nth(2).click();
    author.page().keyboard().type("true");
    author.page().keyboard().press("Enter");

    assertThat(author.page().locator(".saved")).hasText(SAVED);
  }

  @Test
  @Order(13)
  void theModelerFitsAPhone() {
    author.page().setViewportSize(390, 844);
    author.go(MODELER);
    author.waitFor(".djs-shape");

    author.isFitForEverybody();
    author.picture("modeler-phone");
    author.page().setViewportSize(1440, 900);
  }

  @Test
  @Order(14)
  void nothingWentWrongUnseen() {
    author.wasQuiet();
  }
}
