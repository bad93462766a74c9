package dev.firebreak.connector.exchange;

import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.Request;
import java.util.List;

/** What a freeze covers, of the scopes the contract knows the ones Firebreak asks for. */
enum Scope {
  GLOBAL(TargetType.PLATFORM),
  ASSET(TargetType.ASSET),
  WALLET(TargetType.WALLET);

  /** The value of a freeze of everything, and the platform's name in the ledger. */
  static final String EVERYTHING = "exchange";

  private final TargetType type;

  Scope(TargetType type) {
    this.type = type;
  }

  /**
   * @throws IllegalArgumentException naming the unknown scope and the known ones
   */
  static Scope of(String text) {
    for (Scope s : values()) {
      if (s.name().equalsIgnoreCase(text)) {
        return s;
      }
    }
    throw new IllegalArgumentException(
        "scope must be one of " + List.of(values()) + ", got '" + text + "'");
  }

  Target target(String value) {
    return new Target(type, this == GLOBAL ? EVERYTHING : value);
  }

  /** What a listing of this scope asks for besides the state; empty for all. */
  String query(String value) {
    return switch (this) {
      case GLOBAL -> "";
      case ASSET -> Request.path("&asset={}", value);
      case WALLET -> Request.path("&wallet={}", value);
    };
  }

  /** One that does not say what it is of is taken for what was asked for: better held than lost. */
  boolean covers(Withdrawal withdrawal, String value) {
    return switch (this) {
      case GLOBAL -> true;
      case ASSET -> withdrawal.asset().isEmpty() || withdrawal.asset().equals(value);
      case WALLET -> withdrawal.wallet().isEmpty() || withdrawal.wallet().equals(value);
    };
  }

  /** As the contract has it: nothing to name where everything is meant. */
  List<String> values(String value) {
    return this == GLOBAL ? List.of() : List.of(value);
  }

  /**
   * @throws IllegalArgumentException unless the text can be a name in a path and in the ledger
   */
  static void checkName(String input, String text) {
    boolean dots = text.equals(".") || text.equals("..");
    boolean odd = text.isBlank() || text.length() > 512 || text.chars().anyMatch(c -> c < ' ');
    if (dots || odd) {
      throw new IllegalArgumentException(
          input + " must be 1 to 512 printable characters, and not dots only");
    }
  }
}
