package dev.firebreak.connector.servicenow;

import static dev.firebreak.testkit.Answers.json;

import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

/** The same promises with OAuth client credentials. */
class OAuthContractTest extends ServiceNowContractTest {
  private static final String TOKEN = "/oauth_token.do";

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url",
        baseUrl,
        "client-id",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "client-secret",
        "canary-client-secret-never-to-be-seen");
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", TOKEN));
  }

  @Override
  void signIn(FakeVendor vendor) {
    vendor.on(
        "POST",
        TOKEN,
        json(
            200,
            "{\"access_token\":\"made-up-access-token\",\"scope\":\"useraccount\","
                + "\"token_type\":\"Bearer\",\"expires_in\":1799}"));
  }
}
