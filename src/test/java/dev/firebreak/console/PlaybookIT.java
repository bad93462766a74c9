package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.support.Alerts;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
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
  private static final String WHERE_A_TOKEN_IS =
      "() => document.querySelector('.bts-token')?.getAttribute('transform') ?? ''";
  private static final Pattern SAVED = Pattern.compile("^saved ");

  @AutoClose private static Chromium chromium;
  @AutoClose private static ConsoleApp app;
  private static Screen author;
  private static String incident;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start();
    app = ConsoleApp.start("playbooks");
    app.settledPerson("ada", "author", "viewer");
    app.settledPerson("rex", "releaser", "responder");
    incident = app.firebreak().incident(Alerts.stolen("kim@exchange.example", "high"));
    author = app.signedIn(chromium, "ada", MODELER, ColorScheme.LIGHT);
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
    author.isFitEverywhere("playbooks");
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
    author.button("Take what was saved").click();
    assertThat(author.page().locator("#bio-properties-panel-name")).hasValue("From the other tab");
    other.close();
  }

  @Test
  @Order(8)
  void whatIsOnTheScreenIsRehearsedAndTheWayIsDrawn() {
    author.page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Rehearsal")).click();
    author.button("Save & run").click();

    author.waitFor(".djs-element.passed");
    assertThat(author.page().locator(".mark-label")).not().hasCount(0);
    author.isFitForEverybody();
    author.picture("modeler-rehearsal");
  }

  /** Low on the left, where no label of the rehearsal lies on it. */
  private static void click(String element) {
    BoundingBox box =
        author
            .page()
            .locator(".djs-shape[data-element-id='" + element + "'] .djs-hit")
            .first()
            .boundingBox();
    author.page().mouse().click(box.x + 4, box.y + box.height - 4);
  }

  @Test
  @Order(9)
  void whatCanBeReadAtAStepIsListedAndTriedOnARecordedAlert() {
    author
        .page()
        .getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Data at a step"))
        .click();
    click("openTicket");
    author.page().getByLabel("On the data of").selectOption(incident);

    author.sees("samples are of this incident");
    author.page().getByLabel("Search what can be read here").fill("targets.identity");
    assertThat(author.page().locator("fb-step-data .findings"))
        .containsText("kim@exchange.example");
    author.page().getByLabel("Try an expression").fill("${count.identity > 0}");
    author.button("Try").click();
    Locator yields = author.page().locator("output.given");
    assertThat(yields).hasText("yields true true or false");
    author.isFitEverywhere("modeler-data", author.page().locator("fb-step-data"));
    author.page().getByLabel("Try an expression").fill("${alert.rule.getClass()}");
    author.button("Try").click();
    assertThat(yields).containsText("only read data");
  }

  @Test
  @Order(10)
  void aTokenMovesOverTheDiagramAndTheServerHearsNothingOfIt() {
    Page page = author.page();
    List<String> asked = new CopyOnWriteArrayList<>();
    Consumer<Request> listener = r -> asked.add(r.method() + " " + r.url());
    String saved = page.locator(".saved").textContent();
    page.onRequest(listener);

    author.button("Simulate").click();
    page.locator(".bts-context-pad[title='Trigger Event']:visible").first().click();

    Set<Object> places = new HashSet<>();
    page.waitForCondition(
        () -> {
          Object place = page.evaluate(WHERE_A_TOKEN_IS);
          return !place.equals("") && places.add(place) && places.size() > 2;
        });
    author.isFitForEverybody();
    author.picture("simulation");
    author.button("Simulate").click();
    page.offRequest(listener);
    // The stream of events is opened anew now and then.
    assertThat(asked).allMatch(r -> r.endsWith("/api/v1/events"));
    assertThat(page.locator(".saved")).hasText(saved);
    assertThat(page.locator(".bts-token")).hasCount(0);
  }

  @Test
  @Order(11)
  void anAuthorSubmitsAndCannotReleaseHisOwn() {
    author.button("Submit for review").click();
    author.page().getByLabel("What changes, and why").fill("Says more clearly what it is about");
    author.button("Submit").click();

    author.sees("submitted");
    author.sees("Says more clearly what it is about");
    assertThat(author.button("Release")).hasCount(0);
  }

  @Test
  @Order(12)
  void somebodyElseComparesAndReleases() {
    int before = live().path("version").asInt();
    try (Screen releaser = app.signedIn(chromium, "rex", "/playbooks/" + NAME, ColorScheme.DARK)) {
      releaser.sees("submitted");
      releaser.waitFor(".small-canvas .djs-shape");
      releaser.isFitEverywhere("playbook");
      releaser.page().getByText("Compare with live").first().click();
      releaser.sees("What differs");
      releaser.waitFor(".two .djs-shape");
      releaser.go("/playbooks/" + NAME);
      releaser.button("Release").first().click();
      releaser.page().getByLabel("What you looked at").fill("Read it, rehearsed it");
      releaser.page().locator("dialog button.primary").click();

      releaser.sees("is live.");
      assertThat(live().path("version").asInt()).isGreaterThan(before);
      assertThat(live().path("releasedBy").asText()).isEqualTo("person:rex");
      releaser.wasQuiet();
    }
  }

  @Test
  @Order(13)
  void theReleasedVersionIsRunByHand() {
    try (Screen responder =
        app.signedIn(chromium, "rex", "/playbooks/" + NAME, ColorScheme.LIGHT)) {
      responder.button("Run by hand").click();
      responder
          .page()
          .getByLabel("Incident id, a space, and why")
          .fill("To see the new version at work");
      responder.button("Run it").click();

      responder.page().waitForURL(Pattern.compile(".*/incidents/[0-9a-f-]{36}$"));
      responder.sees(NAME);
      responder.wasQuiet();
    }
  }

  @Test
  @Order(14)
  void theDecisionTablesAreEditedTheSameWay() {
    author.go("/modeler/table/triage");
    author.waitFor(".tjs-table");
    author.isFitEverywhere("table");

    author.page().locator("td.input-cell").nth(2).click();
    author.page().keyboard().type("true");
    author.page().keyboard().press("Enter");

    assertThat(author.page().locator(".saved")).hasText(SAVED);
  }

  @Test
  @Order(15)
  void theModelerFitsEverywhere() {
    for (Screen.Size size : Screen.Size.values()) {
      author.resize(size);
      author.go(MODELER);
      author.waitFor(".djs-shape");
      assertThat(author.page().locator(".tabs")).containsText("Problems (");

      author.isFit(
          size == Screen.Size.PHONE ? "modeler-phone" : "modeler", author.page().locator("body"));
    }
    author.resize(Screen.Size.DESK);
  }

  @Test
  @Order(16)
  void nothingWentWrongUnseen() {
    author.wasQuiet();
  }
}
