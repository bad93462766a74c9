package dev.firebreak.alert;

import java.util.Locale;

/** Severity as OCSF has it ({@code severity_id}); ordered from least to most. */
public enum Severity {
  UNKNOWN(0),
  INFORMATIONAL(1),
  LOW(2),
  MEDIUM(3),
  HIGH(4),
  CRITICAL(5),
  FATAL(6);

  private final int ocsfId;

  Severity(int ocsfId) {
    this.ocsfId = ocsfId;
  }

  /** OCSF {@code severity_id}. */
  public int ocsfId() {
    return ocsfId;
  }

  /** The severity of an OCSF id; 99 (Other) and unlisted ids are UNKNOWN. */
  public static Severity ofOcsf(int id) {
    for (Severity s : values()) {
      if (s.ocsfId == id) {
        return s;
      }
    }
    return UNKNOWN;
  }

  /** Lower case, as playbooks, tables and JSON have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean atLeast(Severity other) {
    return compareTo(other) >= 0;
  }
}
