package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.firebreak.support.Firebreak;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One person's browser window, which notes whatever a page should not do. Not safe for threads. */
final class Screen implements AutoCloseable {
  /** What a person at a desk has, what a room has, and what one at 3 a.m. has. */
  enum Size {
    DESK(1440, 900),
    PROJECTOR(1920, 1080),
    PHONE(390, 844);

    private final int width;
    private final int height;

    Size(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** How long a page may take on a machine that is busy with other things. */
  static final double PATIENCE_MS = 30_000;

  private static final String THEME = "t => { document.documentElement.dataset.theme = t }";
  private static final int MOST_TABS = 80;
  private static final Path PICTURES = Firebreak.ROOT.resolve("docs").resolve("screens");

  private final URI home;
  private final BrowserContext context;
  private final Page page;
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final List<String> foreign = new CopyOnWriteArrayList<>();

  private Screen(URI home, BrowserContext context) {
    this.home = home;
    this.context = context;
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(m -> note(m.type(), m.text(), m.location()));
    page.onPageError(e -> troubles.add("script failed: " + e));
    context.onRequest(r -> checkOrigin(r.url()));
  }

  static Screen open(Browser browser, URI home, Size size, ColorScheme scheme) {
    return new Screen(
        home,
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(size.width, size.height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("UTC")));
  }

  /**
   * Being asked who you are is how a page learns that nobody is signed in, and a cut line is what
   * it says it is.
   */
  private void note(String type, String text, String location) {
    boolean expected =
        text.contains("401") && location.contains("/api/v1/me")
            || text.contains("409") && location.contains("/api/v1/brakes/release")
            || text.contains("409") && location.matches(".*/versions/\\d+/release\\b.*")
            || text.contains("ERR_INTERNET_DISCONNECTED");
    if (type.equals("error") && !expected) {
      troubles.add(text + " at " + location);
    }
  }

  private void checkOrigin(String url) {
    if (!url.startsWith(home.toString().replaceAll("/$", "")) && !url.startsWith("blob:")) {
      foreign.add(url);
    }
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  void go(String path) {
    page.navigate(home.resolve(path).toString());
  }

  void signIn(String name, String password) {
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
    page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).last().click();
  }

  /** What shows this text, once it is there. */
  Locator sees(String text) {
    Locator found = page.getByText(text).first();
    found.waitFor(
        new Locator.WaitForOptions()
            .setState(WaitForSelectorState.VISIBLE)
            .setTimeout(PATIENCE_MS));
    return found;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A part of the page that has a name of its own. */
  Locator region(String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  void waitFor(String selector) {
    page.locator(selector).first().waitFor();
  }

  /** Presses Tab until what has the focus says this, as somebody without a mouse does. */
  void tabTo(String text) {
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      String focused =
          String.valueOf(
              page.evaluate(
                  "() => { const e = document.activeElement; return e === document.body ? '' :"
                      + " (e?.getAttribute('aria-label') ?? '') + ' ' +"
                      + " (e?.labels?.[0]?.innerText ?? e?.innerText ?? '') }"));
      if (focused.contains(text)) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach '" + text + "'");
  }

  /** Nothing that keeps people out, by the rules of axe-core; nothing wider than the window. */
  void isFitForEverybody() {
    List<String> found =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(r -> Set.of("serious", "critical").contains(r.getImpact()))
                .map(Screen::inWords)
                .toList();
    assertThat(found).as("what axe-core finds on %s", page.url()).isEmpty();
    assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
        .as("%s is not wider than the window", page.url())
        .isEqualTo(true);
  }

  /**
   * Fits at a desk, in a room and on a phone, by day and by night; keeps pictures of desk and
   * phone.
   *
   * @param part what the pictures are about
   */
  void isFitEverywhere(String name, Locator part) {
    resize(Size.PROJECTOR);
    byDayAndByNight(part, dark -> isFitForEverybody());
    resize(Size.PHONE);
    isFit(name + "-phone", part);
    resize(Size.DESK);
    isFit(name, part);
  }

  void isFitEverywhere(String name) {
    isFitEverywhere(name, page.locator("body"));
  }

  void resize(Size size) {
    page.setViewportSize(size.width, size.height);
  }

  /** Fits by day and by night; keeps pictures of both. */
  void isFit(String name, Locator part) {
    byDayAndByNight(
        part,
        dark -> {
          isFitForEverybody();
          picture(name + (dark ? "-dark" : ""));
        });
  }

  private void byDayAndByNight(Locator part, Consumer<Boolean> look) {
    Object theme = page.evaluate("() => document.documentElement.dataset.theme");
    for (String scheme : List.of("light", "dark")) {
      page.evaluate(THEME, scheme);
      part.evaluate("e => e.scrollIntoView({ block: 'start' })");
      look.accept(scheme.equals("dark"));
    }
    page.evaluate(THEME, theme);
  }

  private static String inWords(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + " "
        + rule.getNodes().stream().limit(3).map(n -> n.getHtml()).toList();
  }

  /** Keeps a picture for the documentation, where that is asked for. */
  void picture(String name) {
    if (Boolean.getBoolean("firebreak.docs.write")) {
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
  }

  /** Nothing went wrong that nobody saw, and nothing came from elsewhere. */
  void wasQuiet() {
    assertThat(troubles).as("what the browser's console says").isEmpty();
    assertThat(foreign).as("requests to elsewhere").isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
