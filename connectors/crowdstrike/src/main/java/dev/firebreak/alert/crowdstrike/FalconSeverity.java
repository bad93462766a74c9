package dev.firebreak.alert.crowdstrike;

import dev.firebreak.alert.Severity;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Falcon's scales: a word, or a number from 0 to 100 whose bands are 20 wide, or in older events
 * one from 1 to 5 (https://www.elastic.co/docs/reference/beats/filebeat/exported-fields-crowdstrike
 * shows both). An incident has a score from 0 to 10 instead.
 */
final class FalconSeverity {
  private static final Map<String, Severity> WORDS =
      Map.ofEntries(
          Map.entry("informational", Severity.INFORMATIONAL),
          Map.entry("information", Severity.INFORMATIONAL),
          Map.entry("info", Severity.INFORMATIONAL),
          Map.entry("low", Severity.LOW),
          Map.entry("medium", Severity.MEDIUM),
          Map.entry("high", Severity.HIGH),
          Map.entry("critical", Severity.CRITICAL));

  /** Event types that count from 1 to 5. */
  private static final Set<String> FIVE_STEPS =
      Set.of("detectionsummaryevent", "identityprotectionevent");

  /** Event types that carry no severity, and what they are worth. */
  private static final Map<String, Severity> UNRANKED =
      Map.of(
          "customeriocevent", Severity.MEDIUM,
          "remoteresponsesessionstartevent", Severity.LOW,
          "remoteresponsesessionendevent", Severity.LOW);

  private FalconSeverity() {}

  /** The severity of a detection; UNKNOWN where it names none. */
  static Severity of(Fields event, String eventType) {
    Optional<String> word =
        event.first(
            "severityname", "maxseveritydisplayname", "severity", "ruleseverity", "rulepriority");
    Optional<Severity> named = word.map(FalconSeverity::word).filter(s -> s != Severity.UNKNOWN);
    if (named.isPresent()) {
      return named.get();
    }
    String type = eventType.toLowerCase(Locale.ROOT);
    Optional<BigDecimal> number = event.first("severity").flatMap(FalconSeverity::number);
    if (number.isPresent()) {
      boolean five = FIVE_STEPS.contains(type) && number.get().intValue() <= 5;
      return five ? step(number.get().intValue()) : band(number.get().doubleValue(), 20);
    }
    if (UNRANKED.containsKey(type)) {
      return UNRANKED.get(type);
    }
    Optional<Severity> incident =
        event.first("finescore").flatMap(FalconSeverity::number).map(n -> band(n.doubleValue(), 2));
    return incident
        .or(
            () ->
                event
                    .first("score")
                    .flatMap(FalconSeverity::number)
                    .map(n -> band(n.doubleValue(), 20)))
        .orElse(Severity.UNKNOWN);
  }

  private static Severity word(String text) {
    return WORDS.getOrDefault(text.toLowerCase(Locale.ROOT), Severity.UNKNOWN);
  }

  private static Severity step(int n) {
    return n >= 1 ? Severity.ofOcsf(n) : Severity.UNKNOWN;
  }

  /** Five bands from 0; what lies outside of them says nothing. */
  private static Severity band(double n, int width) {
    return n < 0 || n > 5 * width
        ? Severity.UNKNOWN
        : Severity.ofOcsf(Math.min(5, 1 + (int) (n / width)));
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > 20 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
