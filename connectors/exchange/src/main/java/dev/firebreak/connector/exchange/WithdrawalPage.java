package dev.firebreak.connector.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.ActionFailure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param cursor of the next page; empty on the last
 */
record WithdrawalPage(List<Withdrawal> items, Optional<String> cursor) {
  WithdrawalPage {
    items = List.copyOf(items);
  }

  /**
   * @param what for messages
   * @throws ActionFailure UNAVAILABLE where it is not what the contract says
   */
  static WithdrawalPage read(JsonNode page, String what) throws ActionFailure {
    List<Withdrawal> all = new ArrayList<>();
    if (!page.path("items").isArray()) {
      throw WithdrawalService.odd(what, "items");
    }
    for (JsonNode item : page.path("items")) {
      String id = WithdrawalService.text(item, "id", what);
      if (!id.matches("[\\x21-\\x7e]{1,200}") || id.equals(".") || id.equals("..")) {
        throw WithdrawalService.odd(what, "id");
      }
      all.add(
          new Withdrawal(
              id,
              item.path("wallet").asText(""),
              item.path("asset").asText(""),
              usd(item.path("amountUsd")),
              holds(item, id)));
    }
    return new WithdrawalPage(all, cursor(page));
  }

  /** A number nobody has that much money for would take for ever to add up. */
  private static Optional<BigDecimal> usd(JsonNode amount) {
    return Optional.of(amount)
        .filter(JsonNode::isNumber)
        .map(JsonNode::decimalValue)
        .filter(n -> n.signum() >= 0 && n.precision() <= 40)
        .filter(n -> n.scale() <= 30 && n.scale() >= -30);
  }

  private static List<String> holds(JsonNode item, String id) throws ActionFailure {
    JsonNode holds = item.path("holds");
    if (!holds.isArray()) {
      throw WithdrawalService.odd("withdrawal " + id, "holds");
    }
    List<String> all = new ArrayList<>();
    for (JsonNode hold : holds) {
      if (!hold.isTextual()) {
        throw WithdrawalService.odd("withdrawal " + id, "holds");
      }
      all.add(hold.textValue());
    }
    return List.copyOf(all);
  }

  private static Optional<String> cursor(JsonNode page) throws ActionFailure {
    JsonNode cursor = page.path("nextCursor");
    if (cursor.isMissingNode() || cursor.isNull()) {
      return Optional.empty();
    }
    String text = cursor.asText("");
    if (!cursor.isTextual()
        || text.isEmpty()
        || text.length() > 2_000
        || text.matches("\\.{1,2}")) {
      throw WithdrawalService.odd("withdrawals", "nextCursor");
    }
    return Optional.of(text);
  }
}
