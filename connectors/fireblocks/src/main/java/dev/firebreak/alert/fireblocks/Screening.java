package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.JsonBody;
import dev.firebreak.alert.UnusableAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One result of screening against money laundering and sanctions, by Fireblocks itself or a
 * provider (https://developers.fireblocks.com/docs/transaction-screening-operations).
 *
 * @param verdict PASS, ALERT, REJECT and others, upper case; empty where there is none
 * @param status of the screening: COMPLETED, PENDING, BYPASSED, FAILED, FROZEN
 * @param risk the provider's own word
 * @param category of the counterparty, for example {@code SANCTIONED_ENTITY}
 * @param provider who screened
 * @param address what was screened
 */
record Screening(
    String verdict,
    String status,
    Optional<String> risk,
    Optional<String> category,
    Optional<String> provider,
    Optional<String> address) {
  private static final Set<String> REJECTING = Set.of("REJECT", "FAIL", "FREEZE");
  private static final Set<String> PASSING = Set.of("PASS", "ACCEPT");
  private static final Set<String> FLAGGING = Set.of("ALERT", "WARN", "REVIEW", "WAIT");
  private static final List<String> SANCTIONED =
      List.of("sanction", "ofac", "terror", "stolen", "ransom");
  private static final int MOST = 50;

  /** All results a transaction carries: its own and those of its destinations. */
  static List<Screening> all(JsonBody transaction) throws UnusableAlert {
    List<Screening> all = new ArrayList<>();
    add(all, transaction.at("/amlScreeningResult"));
    add(all, transaction.at("/complianceResults/aml"));
    for (JsonBody one : transaction.items("/complianceResults/amlList")) {
      add(all, Optional.of(one));
    }
    for (JsonBody destination : transaction.items("/destinations")) {
      add(all, destination.at("/amlScreeningResult"));
    }
    return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }

  private static void add(List<Screening> all, Optional<JsonBody> place) throws UnusableAlert {
    if (place.isPresent()) {
      all.add(read(place.get()));
    }
  }

  private static Screening read(JsonBody result) throws UnusableAlert {
    Optional<String> status = result.text("/screeningStatus", 100);
    Optional<String> category = result.text("/matchedAlert/category", 200);
    return new Screening(
        result.text("/verdict", 100).orElse("").toUpperCase(Locale.ROOT),
        (status.isPresent() ? status : result.text("/status", 100))
            .orElse("")
            .toUpperCase(Locale.ROOT),
        result.text("/risk", 100),
        category.isPresent() ? category : result.text("/category", 200),
        result.text("/provider", 100),
        result.text("/destAddress", 512));
  }

  /** Whether it stops the transaction, or names a sanctioned party that no policy let pass. */
  boolean rejects() {
    return REJECTING.contains(verdict)
        || status.equals("FROZEN")
        || (isSanctioned() && !PASSING.contains(verdict));
  }

  boolean flags() {
    return rejects()
        || isSanctioned()
        || FLAGGING.contains(verdict)
        || risk.filter(Screening::isHigh).isPresent();
  }

  /** Whether the counterparty is on a sanctions list, or handles stolen money. */
  private boolean isSanctioned() {
    String word = category.orElse("").toLowerCase(Locale.ROOT);
    return SANCTIONED.stream().anyMatch(word::contains);
  }

  private static boolean isHigh(String risk) {
    return Set.of("severe", "high", "critical").contains(risk.toLowerCase(Locale.ROOT));
  }
}
