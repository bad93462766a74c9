package dev.firebreak.connector.smtp;

import java.util.regex.Pattern;

/**
 * The form of an address: a dot-string and a domain name, both ASCII, of what
 * https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2 allows. Without quotes, comments and routes
 * there is nothing in it that a header or a command could take for more than one address.
 */
final class Mailbox {
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  private Mailbox() {}

  static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return at > 0
        && at <= 64
        && LOCAL.matcher(text.substring(0, at)).matches()
        && isDomain(text.substring(at + 1));
  }

  static boolean isDomain(String text) {
    return text.length() <= 253 && DOMAIN.matcher(text).matches();
  }
}
