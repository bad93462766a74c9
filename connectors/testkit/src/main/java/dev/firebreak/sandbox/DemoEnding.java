package dev.firebreak.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What it came to: money, time, containments, ticket, what is open, where to look. */
final class DemoEnding {
  /** An assumption, said as such: how long people need to notice, meet, decide and act. */
  private static final BigDecimal MINUTES_OF_PEOPLE = new BigDecimal("45");

  private final Page page;
  private final Progress progress;
  private final Sandbox sandbox;
  private final AppClient client;
  private final DemoOptions options;
  private final BigDecimal balanceBefore;

  DemoEnding(
      Page page,
      Progress progress,
      Sandbox sandbox,
      AppClient client,
      DemoOptions options,
      BigDecimal balanceBefore) {
    this.page = page;
    this.progress = progress;
    this.sandbox = sandbox;
    this.client = client;
    this.options = options;
    this.balanceBefore = balanceBefore;
  }

  /** Tells it; returns the exit status. */
  int tell(Optional<String> gaveUp) throws InterruptedException {
    List<String> wrong = new ArrayList<>(progress.shortcomings());
    gaveUp.ifPresent(r -> wrong.add(0, r));
    if (sandbox.drainRunning()) {
      wrong.add("withdrawals from the wallet still leave");
    }
    figures();
    containments();
    open();
    verdict(wrong);
    return wrong.isEmpty() ? 0 : 1;
  }

  private void figures() {
    page.heading("What it came to");
    figure("value lost", Money.text(sandbox.lost()));
    figure(
        "first alert to confirmed freeze",
        progress.toFreeze().map(Money::seconds).orElse("there was none")
            + progress
                .criticalToFreeze()
                .map(d -> " (" + Money.seconds(d) + " from the SIEM's critical alert)")
                .orElse(""));
    BigDecimal alone =
        options
            .usdPerSecond()
            .multiply(MINUTES_OF_PEOPLE)
            .multiply(new BigDecimal("60"))
            .min(balanceBefore);
    figure("lost by people alone", Money.text(alone));
    page.paragraph(
        "The last figure is an assumption: the same rate for "
            + MINUTES_OF_PEOPLE
            + " minutes, what people need to notice, meet and decide, at most what the wallet held."
            + " At Upbit in 2025 the theft went on for 54 minutes.");
  }

  private void figure(String name, String value) {
    page.raw(String.format(Locale.ROOT, "    %-33s %s", name, page.paint().bold(value)));
  }

  private void containments() throws InterruptedException {
    page.heading("What is contained");
    try {
      JsonNode items = client.get("/api/v1/containments").path("items");
      for (JsonNode c : items) {
        String state = Page.clean(Progress.text(c, "state"));
        String shown =
            state.equalsIgnoreCase("CONFIRMED")
                ? page.paint().green(pad(state, 12))
                : page.paint().red(pad(state, 12));
        page.raw(
            "    "
                + shown
                + " "
                + pad(Page.clean(Progress.text(c, "topic")), 38)
                + " "
                + Page.clean(Progress.text(c, "target")));
      }
      if (items.isEmpty()) {
        page.paragraph("nothing");
      }
    } catch (DemoFailed e) {
      page.paragraph("cannot be told: " + e.getMessage());
    }
  }

  private static String pad(String s, int width) {
    return s + " ".repeat(Math.max(0, width - s.length()));
  }

  private void open() throws InterruptedException {
    page.heading("Where to look next");
    for (JsonNode issue : sandbox.state().path("issues")) {
      page.raw(
          "    ticket      "
              + issue.path("key").asText()
              + "  "
              + cut(Page.clean(issue.path("summary").asText()), 72));
    }
    for (String task : progress.tasks()) {
      page.raw("    your turn   task \"" + Page.clean(task) + "\" waits for a person's decision");
    }
    page.raw("    audit       " + audit());
    String cli = "./firebreak --home " + options.shownHome() + " ";
    if (options.keep()) {
      page.raw("    more        " + cli + "incidents | containments | tasks | audit verify");
    } else {
      page.raw("    more        ./firebreak demo --keep  leaves all running for a look around");
    }
  }

  private String audit() throws InterruptedException {
    try {
      JsonNode v = client.get("/api/v1/audit/verification");
      return v.path("entries").asText()
          + " entries, trail "
          + (v.path("ok").asBoolean() ? "verified" : "BROKEN: " + v.path("problems"));
    } catch (DemoFailed e) {
      return "cannot be told: " + e.getMessage();
    }
  }

  private static String cut(String s, int width) {
    return s.length() <= width ? s : s.substring(0, width - 3) + "...";
  }

  private void verdict(List<String> wrong) {
    page.blank();
    if (wrong.isEmpty()) {
      page.raw(
          "  "
              + page.paint()
                  .green("The theft is stopped; everything that was asked for is confirmed."));
    } else {
      page.raw("  " + page.paint().red("Not everything went as it should:"));
      wrong.forEach(w -> page.paragraph("- " + w));
    }
  }
}
