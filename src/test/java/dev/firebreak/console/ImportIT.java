package dev.firebreak.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Playbooks that were made elsewhere become drafts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportIT {
  private static final Path DRAWN =
      Firebreak.ROOT.resolve("src/test/resources/import/suspicious-login.bpmn");
  private static final Path CACAO =
      Firebreak.ROOT.resolve("workflows/src/test/resources/cacao/stolen-laptop.json");

  @AutoClose private static Chromium chromium;
  @AutoClose private static ConsoleApp app;
  private static Screen author;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start();
    app = ConsoleApp.start("import");
    app.settledPerson("ada", "author");
    author = app.signedIn(chromium, "ada", "/playbooks", ColorScheme.LIGHT);
  }

  private static Locator choice(String task) {
    return author
        .page()
        .getByLabel("Action of " + task, new Page.GetByLabelOptions().setExact(true));
  }

  private static void give(Path file) {
    author.page().locator("input[type=file]").setInputFiles(file);
  }

  private static void give(String name, String text) {
    author
        .page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload(name, "text/xml", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Order(1)
  void aDiagramFromElsewhereSaysWhichTasksHaveNoActionAndWhatIsLeftBehind() {
    author
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Import").setExact(true))
        .click();
    give(DRAWN);

    author.waitFor(".alone-canvas .djs-shape[data-element-id='clear'].uncovered");
    assertThat(author.region("Tasks without an action").locator(".mapping > li")).hasCount(5);
    assertThat(author.region("Not carried over"))
        .containsText("'Score the login' (score): its script is not carried over");
    assertThat(author.region("Not carried over"))
        .containsText("'Clear the sessions' (clear): other:call is not carried over");
    assertThat(author.region("Not carried over")).containsText("'Login record' (record)");
    assertThat(author.page().locator("[data-element-id='record']")).hasCount(0);
  }

  @Test
  @Order(2)
  void actionsAreProposedByNameAndNoneIsTakenUnasked() {
    assertThat(author.region("Tasks without an action"))
        .containsText("Proposed: okta.clear-sessions because both say clear, session");
    assertThat(choice("Clear the sessions")).hasValue("");
    author.isFitEverywhere("import", author.region("Tasks without an action"));

    author.button("Accept okta.clear-sessions for Clear the sessions").click();

    assertThat(choice("Clear the sessions")).hasValue("okta.clear-sessions");
  }

  @Test
  @Order(3)
  void whatWasAcceptedIsADraftInTheModeler() {
    author.button("Accept all proposals").click();
    choice("Score the login").selectOption("by hand");
    choice("Call the customer").selectOption("by hand");
    Locator users =
        author.page().getByLabel(Pattern.compile("^user\\b"), new Page.GetByLabelOptions());
    for (Locator user : users.all()) {
      user.fill("${targets.identity[0]}");
    }
    author
        .page()
        .getByLabel(Pattern.compile("^summary\\b"), new Page.GetByLabelOptions())
        .fill("${incident.title}");
    author
        .page()
        .getByLabel(Pattern.compile("^description\\b"), new Page.GetByLabelOptions())
        .fill("${timeline}");
    author.button("Make a draft of it").click();

    author.page().waitForURL(Pattern.compile(".*/modeler/suspicious-login$"));
    author.waitFor(".djs-shape[data-element-id='suspend']");
    assertThat(author.page().locator(".saved")).hasText("draft");
    assertThat(author.page().locator(".findings .error")).hasCount(0);
    assertThat(author.button("Submit for review")).isEnabled();
  }

  @Test
  @Order(4)
  void aSecondImportOfTheSameNameDoesNotWriteOverTheDraft() {
    author.go("/modeler/import/new");
    give(DRAWN);
    author.waitFor(".mapping > li");
    author.button("Make a draft of it").click();

    author.sees("You have a draft of suspicious-login already");
  }

  @Test
  @Order(5)
  void aCacaoPlaybookIsDrawnAndSaysWhatIsLeftBehind() {
    author.go("/modeler/import/new");
    give(CACAO);

    author.waitFor(".alone-canvas .djs-shape[data-element-id='split']");
    assertThat(author.region("Not carried over"))
        .containsText("workflow_exception is not carried over");
    author.isFitForEverybody();
    author.picture("import-cacao");
    author.button("Make a draft of it").click();
    author.waitFor(".modeler .djs-shape[data-element-id='split']");
  }

  @Test
  @Order(6)
  void aFileThatDoesNotSayWhereItIsDrawnIsLaidOut() throws IOException {
    String undrawn = Files.readString(DRAWN).replaceAll("(?s)<bpmndi:.*</bpmndi:BPMNDiagram>", "");
    author.go("/modeler/import/new");

    give("undrawn.bpmn", undrawn);

    author.waitFor(".alone-canvas .djs-shape[data-element-id='suspend'].uncovered");
  }

  @Test
  @Order(7)
  void aFileThatIsNoneOfBothIsRefusedInASentence() {
    author.go("/modeler/import/new");

    give("holiday.xml", "<html/>");

    author.sees("the file is no BPMN 2.0: its root is html");
  }
}
