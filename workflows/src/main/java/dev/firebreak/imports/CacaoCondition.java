package dev.firebreak.imports;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition of CACAO as one of ours: comparisons of variables with variables and literals, joined
 * by AND, OR and NOT, with brackets. STIX patterns of observed data have no counterpart here.
 *
 * @param expression for example {@code ${risk > 5}}
 * @param variables names it reads, without underscores
 */
record CacaoCondition(String expression, Set<String> variables) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<variable>__[a-zA-Z_][a-zA-Z0-9_-]*__)(?::value)?"
              + "|(?<text>'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")"
              + "|(?<number>-?[0-9]{1,18}(?:\\.[0-9]{1,18})?)"
              + "|(?<word>(?i:true|false|and|or|not))\\b"
              + "|(?<symbol>==|!=|<=|>=|<>|=|<|>|\\(|\\)))");

  /**
   * @param constants values of constant variables, by name with underscores
   * @return empty where it cannot be said in our language
   */
  static Optional<CacaoCondition> of(String condition, Map<String, String> constants) {
    StringBuilder text = new StringBuilder();
    Set<String> variables = new LinkedHashSet<>();
    Matcher m = TOKEN.matcher(condition.strip());
    int at = 0;
    while (at < m.regionEnd()) {
      m.region(at, condition.strip().length());
      if (!m.lookingAt()) {
        return Optional.empty();
      }
      text.append(text.isEmpty() ? "" : " ").append(token(m, constants, variables));
      at = m.end();
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new CacaoCondition("${" + text + "}", Set.copyOf(variables)));
  }

  private static String token(Matcher m, Map<String, String> constants, Set<String> variables) {
    if (m.group("variable") != null) {
      String constant = constants.get(m.group("variable"));
      if (constant != null) {
        return literal(constant);
      }
      String name = name(m.group("variable"));
      variables.add(name);
      return name;
    }
    if (m.group("word") != null) {
      return m.group("word").toLowerCase(java.util.Locale.ROOT);
    }
    if (m.group("symbol") != null) {
      return switch (m.group("symbol")) {
        case "=" -> "==";
        case "<>" -> "!=";
        default -> m.group("symbol");
      };
    }
    return m.group().strip();
  }

  static String literal(String value) {
    return value.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?|true|false")
        ? value
        : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** {@code __risk-score__} as {@code risk_score}. */
  static String name(String variable) {
    String bare = variable.replaceAll("^__|__$", "").replace('-', '_');
    return bare.length() > 60 ? bare.substring(0, 60) : bare;
  }
}
