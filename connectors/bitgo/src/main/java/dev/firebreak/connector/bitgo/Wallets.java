package dev.firebreak.connector.bitgo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.Request;
import dev.firebreak.http.VendorHttp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Wallets at BitGo.
 *
 * @see <a href="https://developers.bitgo.com/api/v2.wallet.get">Get wallet</a>
 * @see <a href="https://developers.bitgo.com/docs/wallets-manage-freeze">Freeze wallets</a>
 */
record Wallets(BitgoClient client, Optional<Secret> otp) {
  /**
   * A wallet as BitGo shows it. Amounts are text in the coin's smallest unit, empty where BitGo
   * gave none.
   *
   * @param freezeEnds when its newest freeze ends or ended
   */
  record State(
      String label,
      String balance,
      String confirmedBalance,
      String spendableBalance,
      Optional<Instant> freezeEnds) {
    Optional<Instant> frozenUntil(Instant now) {
      return freezeEnds.filter(now::isBefore);
    }
  }

  State read(OneWallet wallet) throws ActionFailure {
    String path = Request.path("/api/v2/{}/wallet/{}", wallet.coin(), wallet.wallet());
    JsonNode json = client.expect(Request.get(path)).json();
    if (!json.path("id").asText().equals(wallet.wallet())) {
      throw ActionFailure.unavailable("BitGo answered for " + wallet + " without its id");
    }
    return new State(
        VendorHttp.oneLine(json.path("label").asText("")),
        amount(json, "balanceString"),
        amount(json, "confirmedBalanceString"),
        amount(json, "spendableBalanceString"),
        ends(json.path("freeze"), wallet));
  }

  /**
   * Freezes it; from now on nobody can shorten that.
   *
   * @return when it ends
   * @throws ActionFailure UNKNOWN where the answer names no end
   */
  Instant freeze(OneWallet wallet, Duration duration) throws ActionFailure {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("duration", duration.toSeconds());
    otp.ifPresent(o -> body.put("otp", o.reveal()));
    String path = Request.path("/api/v2/{}/wallet/{}/freeze", wallet.coin(), wallet.wallet());
    JsonNode answer = client.expect(Request.json("POST", path, body)).json();
    JsonNode freeze = answer.has("freeze") ? answer.path("freeze") : answer;
    return time(freeze.path("expires").asText(""))
        .orElseThrow(
            () ->
                ActionFailure.unknown(
                    "BitGo took the freeze of " + wallet + " and did not say when it ends"));
  }

  private static Optional<Instant> ends(JsonNode freeze, OneWallet wallet) throws ActionFailure {
    boolean never =
        freeze.isMissingNode() || freeze.isNull() || freeze.isObject() && freeze.isEmpty();
    if (never) {
      return Optional.empty();
    }
    Optional<Instant> ends = time(freeze.path("expires").asText(""));
    if (ends.isEmpty()) {
      throw ActionFailure.unavailable(
          "BitGo shows a freeze of " + wallet + " without a readable 'expires'");
    }
    return ends;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String amount(JsonNode wallet, String field) {
    String amount = wallet.path(field).asText("");
    return amount.matches("-?\\d{1,78}") ? amount : "";
  }
}
