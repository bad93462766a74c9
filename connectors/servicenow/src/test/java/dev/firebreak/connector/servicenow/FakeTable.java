package dev.firebreak.connector.servicenow;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static dev.firebreak.testkit.Answers.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.firebreak.testkit.FakeVendor;

/** Answers in ServiceNow's shape, with a memory of one change. */
final class FakeTable {
  static final String STEP = "0123456789abcdef0123456789abcdef01234567";
  static final String MARK = "firebreak-" + STEP;
  static final String SYS_ID = "5c0ffee05c0ffee05c0ffee05c0ffee0";
  static final String TABLE = "/api/now/table/incident";
  static final String ROW = TABLE + "/" + SYS_ID;
  static final String NONE = "{\"result\":[]}";
  static final String ENTRY =
      "2026-03-01 10:00:00 - Firebreak (Work notes)\\nhot-1 is frozen\\n\\n";

  private static final String CHANGED = "changed";

  private FakeTable() {}

  /** One row as {@code sysparm_display_value=all} shows it. */
  static String row(String correlation, String state, String active, String notes) {
    return "{"
        + member("sys_id", SYS_ID, SYS_ID)
        + ","
        + member("number", "INC0010042", "INC0010042")
        + ","
        + member("correlation_id", correlation, correlation)
        + ","
        + member("state", "In Progress", state)
        + ","
        + member("active", active, active)
        + ","
        + member("work_notes", notes, "")
        + "}";
  }

  private static String member(String name, String shown, String value) {
    return "\"%s\":{\"display_value\":\"%s\",\"value\":\"%s\"}".formatted(name, shown, value);
  }

  static String list(String row) {
    return "{\"result\":[" + row + "]}";
  }

  static String one(String row) {
    return "{\"result\":" + row + "}";
  }

  static ResponseDefinitionBuilder error(int status, String message, String detail) {
    return json(
        status,
        "{\"error\":{\"message\":\"%s\",\"detail\":\"%s\"},\"status\":\"failure\"}"
            .formatted(message, detail));
  }

  /** Reads show one row until a PATCH, and another one after it. */
  static void patchable(FakeVendor vendor, String before, String after) {
    vendor
        .on(
            get(urlPathEqualTo(TABLE))
                .inScenario(ROW)
                .whenScenarioStateIs(STARTED)
                .willReturn(json(200, list(before))))
        .on(
            patch(urlPathEqualTo(ROW))
                .inScenario(ROW)
                .willSetStateTo(CHANGED)
                .willReturn(json(200, one(after))))
        .on(
            get(urlPathEqualTo(TABLE))
                .inScenario(ROW)
                .whenScenarioStateIs(CHANGED)
                .willReturn(json(200, list(after))));
  }

  /** Searches find nothing until a POST, and the row after it. */
  static void creatable(FakeVendor vendor, String after) {
    vendor
        .on(
            get(urlPathEqualTo(TABLE))
                .inScenario(ROW)
                .whenScenarioStateIs(STARTED)
                .willReturn(json(200, NONE)))
        .on(
            post(urlPathEqualTo(TABLE))
                .inScenario(ROW)
                .willSetStateTo(CHANGED)
                .willReturn(json(201, one(after))))
        .on(
            get(urlPathEqualTo(TABLE))
                .inScenario(ROW)
                .whenScenarioStateIs(CHANGED)
                .willReturn(json(200, list(after))));
  }
}
