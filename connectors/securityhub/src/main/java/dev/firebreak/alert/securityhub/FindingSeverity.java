package dev.firebreak.alert.securityhub;

import dev.firebreak.alert.Severity;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/**
 * The severity's label, else its normalized number from 0 to 100
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html), else what the
 * product itself said.
 */
final class FindingSeverity {
  private FindingSeverity() {}

  static Severity of(FindingBody body) {
    return label(body, "/severity/label")
        .or(
            () ->
                body.text("/severity/normalized")
                    .flatMap(FindingSeverity::number)
                    .map(FindingSeverity::band))
        .or(() -> label(body, "/findingproviderfields/severity/label"))
        .orElse(Severity.UNKNOWN);
  }

  private static Optional<Severity> label(FindingBody body, String place) {
    Optional<String> word = body.text(place);
    return Arrays.stream(Severity.values())
        .filter(s -> s != Severity.UNKNOWN && word.filter(s.name()::equalsIgnoreCase).isPresent())
        .findFirst();
  }

  private static Severity band(BigDecimal n) {
    double normalized = n.doubleValue();
    if (normalized < 0 || normalized > 100) {
      return Severity.UNKNOWN;
    }
    if (normalized >= 90) {
      return Severity.CRITICAL;
    }
    if (normalized >= 70) {
      return Severity.HIGH;
    }
    if (normalized >= 40) {
      return Severity.MEDIUM;
    }
    return normalized > 0 ? Severity.LOW : Severity.INFORMATIONAL;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > 20 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
