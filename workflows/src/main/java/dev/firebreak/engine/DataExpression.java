package dev.firebreak.engine;

import java.util.Optional;
import java.util.Set;

/**
 * The expressions that a playbook may contain: they read data, compare and compute, and cannot call
 * anything.
 *
 * <pre>
 *   text    = { literal text | "${" expr "}" }
 *   expr    = or [ "?" expr ":" expr ]
 *   or      = and { ("||" | "or") and }
 *   and     = compare { ("&amp;&amp;" | "and") compare }
 *   compare = sum { ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | eq | ne | lt | le | gt | ge) sum }
 *   sum     = product { ("+" | "-") product }
 *   product = unary { ("*" | "/" | "%" | div | mod) unary }
 *   unary   = { "!" | "not" | "-" | "empty" } value
 *   value   = literal | "(" expr ")" | name { "." name | "[" expr "]" }
 * </pre>
 */
final class DataExpression {
  static final int MAX_LENGTH = 4000;
  private static final int MAX_DEPTH = 30;
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "div",
          "mod",
          "empty",
          "instanceof");
  private static final String[] COMPARISONS = {
    "==", "!=", "<=", ">=", "<", ">", "eq", "ne", "lt", "le", "gt", "ge"
  };

  private final String source;
  private int at;
  private int depth;

  private DataExpression(String source) {
    this.source = source;
  }

  /** What is wrong with a text that may contain {@code ${...}}; empty when nothing is. */
  static Optional<String> problemInText(String text) {
    return new DataExpression(text).check(false);
  }

  /** What is wrong with a text that must be exactly one {@code ${...}}. */
  static Optional<String> problemInCondition(String text) {
    return new DataExpression(text.strip()).check(true);
  }

  /** Whether a text would be evaluated at all. */
  static boolean isLiteral(String text) {
    return !text.contains("${") && !text.contains("#{");
  }

  private Optional<String> check(boolean single) {
    if (source.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    try {
      if (single) {
        if (!source.startsWith("${")) {
          throw new Wrong("must be one ${...}, for example ${count > 3}");
        }
        at = 2;
        expression();
        if (at != source.length()) {
          throw new Wrong("must be one ${...} with nothing around it");
        }
      } else {
        text();
      }
      return Optional.empty();
    } catch (Wrong wrong) {
      return Optional.of(wrong.getMessage());
    }
  }

  private void text() throws Wrong {
    while (at < source.length()) {
      char c = source.charAt(at);
      char next = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
      if (c == '#' && next == '{') {
        throw new Wrong("uses #{...}: write ${...}");
      }
      if (c == '\\' && (next == '$' || next == '#' || next == '\\')) {
        throw new Wrong("has a backslash before '" + next + "': leave it out");
      }
      if (c == '$' && next == '{') {
        at += 2;
        expression();
      } else {
        at++;
      }
    }
  }

  /** From behind the opening brace to behind the closing one. */
  private void expression() throws Wrong {
    expr();
    if (!symbol("}")) {
      throw unexpected();
    }
  }

  private void expr() throws Wrong {
    if (++depth > MAX_DEPTH) {
      throw new Wrong("is nested deeper than " + MAX_DEPTH + " levels");
    }
    or();
    if (symbol("?")) {
      expr();
      if (!symbol(":")) {
        throw unexpected();
      }
      expr();
    }
    depth--;
  }

  private void or() throws Wrong {
    do {
      and();
    } while (symbol("||") || word("or"));
  }

  private void and() throws Wrong {
    do {
      compare();
    } while (symbol("&&") || word("and"));
  }

  private void compare() throws Wrong {
    do {
      sum();
    } while (any(COMPARISONS));
  }

  private void sum() throws Wrong {
    do {
      product();
    } while (symbol("+") || symbol("-"));
  }

  private void product() throws Wrong {
    do {
      unary();
    } while (symbol("*") || symbol("/") || symbol("%") || word("div") || word("mod"));
  }

  private void unary() throws Wrong {
    while (symbol("!") || word("not") || symbol("-") || word("empty")) {
      // Each may stand before the next.
    }
    value();
  }

  private void value() throws Wrong {
    space();
    if (at >= source.length()) {
      throw new Wrong("ends before its '}'");
    }
    char c = source.charAt(at);
    if (c == '\'' || c == '"') {
      string(c);
    } else if (c >= '0' && c <= '9') {
      number();
    } else if (symbol("(")) {
      expr();
      if (!symbol(")")) {
        throw unexpected();
      }
    } else {
      path();
    }
  }

  private void path() throws Wrong {
    String name = name();
    if (Set.of("true", "false", "null").contains(name)) {
      return;
    }
    while (true) {
      space();
      if (symbol("[")) {
        expr();
        if (!symbol("]")) {
          throw unexpected();
        }
      } else if (symbol(".")) {
        name = name();
      } else if (peek('(')) {
        throw new Wrong("calls " + name + "(...): expressions only read data, they call nothing");
      } else {
        return;
      }
    }
  }

  private String name() throws Wrong {
    space();
    int start = at;
    while (at < source.length() && isNamePart(source.charAt(at), at > start)) {
      at++;
    }
    String name = source.substring(start, at);
    if (name.isEmpty() || RESERVED.contains(name)) {
      at = start;
      throw unexpected();
    }
    if (at < source.length() && source.charAt(at) == ':' && followsName(at + 1)) {
      throw new Wrong("uses a function " + name + ":...: expressions only read data");
    }
    return name;
  }

  /** {@code a ? b:c} is a choice; {@code f:x(} would be a function. */
  private boolean followsName(int from) {
    int end = from;
    while (end < source.length() && isNamePart(source.charAt(end), end > from)) {
      end++;
    }
    return end > from && end < source.length() && source.charAt(end) == '(';
  }

  private static boolean isNamePart(char c, boolean inside) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (inside && c >= '0' && c <= '9');
  }

  private void string(char quote) throws Wrong {
    for (at++; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        at++;
        return;
      }
    }
    throw new Wrong("has a text without its closing " + quote);
  }

  private void number() throws Wrong {
    int start = at;
    while (at < source.length()
        && (Character.digit(source.charAt(at), 10) >= 0 || source.charAt(at) == '.')) {
      at++;
    }
    if (!source.substring(start, at).matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      throw new Wrong("has a number that cannot be read: " + source.substring(start, at));
    }
  }

  private boolean any(String[] tokens) {
    for (String token : tokens) {
      if (Character.isLetter(token.charAt(0)) ? word(token) : symbol(token)) {
        return true;
      }
    }
    return false;
  }

  private boolean symbol(String symbol) {
    space();
    if (source.startsWith(symbol, at)) {
      at += symbol.length();
      return true;
    }
    return false;
  }

  private boolean word(String word) {
    space();
    int end = at + word.length();
    if (source.startsWith(word, at)
        && (end == source.length() || !isNamePart(source.charAt(end), true))) {
      at = end;
      return true;
    }
    return false;
  }

  private boolean peek(char c) {
    space();
    return at < source.length() && source.charAt(at) == c;
  }

  private void space() {
    while (at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
  }

  private Wrong unexpected() {
    String found = at < source.length() ? "'" + source.charAt(at) + "'" : "the end";
    return new Wrong("cannot have " + found + " at character " + (at + 1));
  }

  private static final class Wrong extends Exception {
    Wrong(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
