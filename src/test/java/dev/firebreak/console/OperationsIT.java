package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.sandbox.Sandbox;
import dev.firebreak.support.Alerts;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics, connectors and sources as those see them who look after an installation. */
class OperationsIT {
  @AutoClose private static Chromium chromium;
  @AutoClose private static ConsoleApp app;

  private Screen screen;

  @BeforeAll
  static void open() throws IOException, SQLException {
    chromium = Chromium.start();
    app = ConsoleApp.start("operations");
    app.settledPerson("olga", "responder");
    app.settledPerson("cora", "connector-admin");
    app.firebreak()
        .operator()
        .post(
            "/api/v1/people/cora/grant", Map.of("roles", List.of("viewer"), "scopes", List.of("*")))
        .json(200);
    new Past(app.firebreak()).happen();
    app.breakIn();
    app.firebreak().siem("siem").send("{\"uid\":\"x\",\"rule\":\"r\",\"severity\":\"purple\"}");
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    screen.wasQuiet();
    screen.close();
  }

  private Screen see(String who, String path, Screen.Size size, ColorScheme scheme) {
    screen = chromium.screen(app.firebreak().url(), size, scheme);
    screen.go("/sign-in?to=" + path);
    screen.signIn(who, ConsoleApp.PASSWORD);
    return screen;
  }

  private Locator table(String name) {
    return screen.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void everyPlotOfTheMetricsHasItsNumbersInATable() {
    see("olga", "/metrics?window=1h", Screen.Size.DESK, ColorScheme.LIGHT);

    screen.sees("Time to contain");
    assertThat(screen.page().locator("fb-plot canvas")).hasCount(6);
    assertThat(table("Outcomes by action")).containsText("freeze-wallet-withdrawals");
    assertThat(table("Alerts by source")).containsText("siem");
    assertThat(table("Response times by playbook and stage")).containsText("hot-wallet-drain");
    screen.isFitForEverybody();
    screen.picture("metrics");
    screen.sees("Outcomes of actions").evaluate("e => e.scrollIntoView({ block: 'center' })");
    screen.picture("metrics-outcomes");
    Locator decide = screen.page().locator("figure").filter(text("Time to decide"));
    decide.getByText("Table", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(decide.locator("tbody tr").nth(5)).containsText("s");
  }

  @Test
  void theMetricsFitAPhoneInTheDark() {
    see("olga", "/metrics?window=1h", Screen.Size.PHONE, ColorScheme.DARK);

    screen.sees("Time to contain");
    screen.isFitForEverybody();
    screen.picture("metrics-phone-dark");
  }

  @Test
  void theMetricsOfOnePlaybookAreKeptInTheAddress() {
    see("olga", "/metrics?window=1h", Screen.Size.DESK, ColorScheme.DARK);

    screen.sees("Time to contain");
    Locator playbook =
        screen.page().getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Playbook"));
    playbook.selectOption("hot-wallet-drain");

    screen.page().waitForURL("**/metrics?window=1h&playbook=hot-wallet-drain");
    screen.page().reload();
    screen.sees("Time to contain");
    assertThat(playbook).hasValue("hot-wallet-drain");
    screen.isFitForEverybody();
    screen.picture("metrics-dark");
  }

  @Test
  void aConnectorSaysWhetherItCouldActAndKeepsItsSecrets() {
    see("cora", "/connectors/okta", Screen.Size.DESK, ColorScheme.LIGHT);
    screen.button("Ask now").click();

    assertThat(screen.page().locator(".grants")).containsText("suspend-user: granted");
    assertThat(table("Settings of okta")).containsText("given, not shown");
    assertThat(screen.page().content())
        .doesNotContain(app.firebreak().property("firebreak.connectors.okta.settings.token"));
    screen.isFitForEverybody();
    screen.picture("connectors");
  }

  @Test
  void theCatalogueListsEveryKindWithItsSettings() {
    see("cora", "/connectors", Screen.Size.DESK, ColorScheme.DARK);
    screen.button("Show").click();
    screen.page().getByPlaceholder("Search kinds").fill("crowdstrike");
    screen.page().locator("details summary").first().click();

    assertThat(table("Settings of kind crowdstrike")).containsText("client-id");
    screen.isFitForEverybody();
    screen.picture("catalogue-dark");
  }

  @Test
  void anActionIsRehearsedBeforeItIsEverRun() {
    see("olga", "/connectors/okta", Screen.Size.PHONE, ColorScheme.LIGHT);
    screen.page().locator("button[aria-expanded]").filter(rehearse()).first().click();
    screen.page().locator(".action-form input").first().fill(Sandbox.OPERATOR);
    screen.page().locator(".action-form button").click();

    assertThat(screen.page().locator(".verdict")).containsText("rule");
    screen.isFitForEverybody();
    screen.picture("rehearsal-phone");
  }

  private static Locator.FilterOptions rehearse() {
    return new Locator.FilterOptions().setHasText("Rehearse");
  }

  @Test
  void whatComesInAppearsWithoutBeingAskedForAndIsShownAsText() {
    see("olga", "/sources", Screen.Size.DESK, ColorScheme.LIGHT);
    screen.sees("What just came in");
    Map<String, Object> alert = Alerts.outflow("hot-tail", "high");
    alert.put("title", "<b>bold</b><img src=x onerror=alert(1)>");

    app.firebreak().siem(alert).json(202);

    screen.sees("<b>bold</b><img src=x onerror=alert(1)>").click();
    screen.sees("chose the playbook hot-wallet-drain");
    screen.button("Show what it says").click();
    assertThat(screen.page().locator("pre.payload")).containsText("hot-tail");
    screen.isFitForEverybody();
    screen.picture("sources");
  }

  @Test
  void aMessageThatOpenedNothingSaysWhy() {
    see("olga", "/sources", Screen.Size.DESK, ColorScheme.DARK);

    screen.sees("kept aside").click();

    screen.sees("It could not be read, at /severity");
    screen.isFitForEverybody();
    screen.picture("sources-dark");
  }

  @Test
  void aReplayAsksFirstAndIsMarkedAsOne() {
    Map<String, Object> alert = Alerts.outflow("hot-replay", "medium");
    alert.put("title", "Play me again");
    app.firebreak().incident(alert);
    see("olga", "/sources", Screen.Size.PHONE, ColorScheme.LIGHT);
    screen.page().locator(".tail .line").filter(text("Play me again")).first().click();
    screen.button("Replay").click();
    screen.sees("you will have no vote on what follows");
    screen.isFitForEverybody();
    screen.picture("replay-phone");
    screen.page().getByLabel("Why").fill("to see it again");

    screen.button("Replay it").click();

    screen.sees("siem (replay)");
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void whoMayNotRehearseIsNotOfferedIt() {
    see("cora", "/connectors/okta", Screen.Size.DESK, ColorScheme.LIGHT);

    assertThat(table("Actions of okta")).containsText("suspend-user");
    assertThat(screen.button("Rehearse")).hasCount(0);
  }

  @Test
  void whoMayNotReadIncidentsIsAskedForNothingInVain() {
    app.settledPerson("uma", "author");
    List<String> asked = new CopyOnWriteArrayList<>();
    screen = chromium.screen(app.firebreak().url(), Screen.Size.DESK, ColorScheme.LIGHT);
    screen.context().onRequest(r -> asked.add(r.url()));
    screen.go("/");
    screen.signIn("uma", ConsoleApp.PASSWORD);

    screen.sees("Read every 30 s");

    screen.page().waitForURL("**/playbooks");
    assertThat(screen.page().getByRole(AriaRole.NAVIGATION).first())
        .containsText(Pattern.compile("^\\s*Playbooks\\s*Connectors\\s*Sources\\s*$"));
    screen.go("/sources");
    screen.sees("What alerts say is shown to those who may read incidents.");
    screen.go("/connectors/okta");
    assertThat(table("Actions of okta")).containsText("suspend-user");
    screen.go("/incidents");
    screen.sees("You are signed in with author, which does not include this page.");
    screen.isFitForEverybody();
    assertThat(asked).noneMatch(url -> url.contains("/api/v1/events"));
  }

  @Test
  void aRoleThatIsGrantedInBetweenOpensTheStream() {
    app.settledPerson("vic", "releaser");
    screen = chromium.screen(app.firebreak().url(), Screen.Size.DESK, ColorScheme.LIGHT);
    screen.page().clock().install();
    screen.go("/sign-in?to=/playbooks");
    screen.signIn("vic", ConsoleApp.PASSWORD);
    screen.sees("Read every 30 s");
    app.firebreak()
        .operator()
        .post(
            "/api/v1/people/vic/grant", Map.of("roles", List.of("viewer"), "scopes", List.of("*")))
        .json(200);

    screen.page().clock().fastForward("31");

    assertThat(screen.page().locator(".connection")).hasText("Live");
    assertThat(screen.page().getByRole(AriaRole.NAVIGATION).first()).containsText("Incidents");
  }

  @Test
  void whoOnlyLooksAfterPeopleIsToldWhereThatIsDone() {
    app.settledPerson("pia", "people-admin");
    screen = chromium.screen(app.firebreak().url(), Screen.Size.PHONE, ColorScheme.DARK);
    screen.go("/");
    screen.signIn("pia", ConsoleApp.PASSWORD);

    screen.sees("People are looked after with firebreak people.");

    screen.isFitForEverybody();
  }
}
