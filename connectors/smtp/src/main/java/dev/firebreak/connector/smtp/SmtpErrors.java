package dev.firebreak.connector.smtp;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.VendorHttp;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * What the library's exceptions mean. 4yz says not now, 5yz says no
 * (https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1).
 */
final class SmtpErrors {
  private static final int LONGEST_CHAIN = 50;

  private SmtpErrors() {}

  /** Before anything of a mail was said. */
  static ActionFailure connecting(SmtpSettings s, SMTPTransport t, MessagingException e) {
    Optional<ActionFailure> ours = ours(e);
    if (ours.isPresent()) {
      return ours.get();
    }
    int code = t.getLastReturnCode();
    if (e instanceof AuthenticationFailedException) {
      return signingIn(s, code, String.valueOf(e.getMessage()));
    }
    if (Security.of(s.security()) == Security.STARTTLS
        && code == 250
        && !t.supportsExtension("STARTTLS")) {
      return ActionFailure.refused(
          s.where()
              + " offers no STARTTLS, and nothing is said in the clear; check the port, or set"
              + " 'security' to tls for port 465");
    }
    String words = isLater(code) || isNo(code) ? t.getLastServerResponse() : "";
    String what = s.where() + ": no SMTP dialogue" + said(s, words);
    return isNo(code) ? ActionFailure.refused(what) : ActionFailure.unavailable(what);
  }

  private static ActionFailure signingIn(SmtpSettings s, int code, String words) {
    String what = s.where() + " did not sign us in" + said(s, words);
    return code <= 0 || isLater(code)
        ? ActionFailure.unavailable(what)
        : ActionFailure.refused(what + "; check 'user' and 'password'");
  }

  /** While a mail was handed over. */
  static ActionFailure sending(SmtpSettings s, Mail mail, String id, MessagingException e) {
    int code = code(e);
    String what = s.where() + " did not take mail " + id + said(s, words(e));
    if (isLater(code)) {
      return ActionFailure.unavailable(what);
    }
    if (isNo(code)) {
      return ActionFailure.refused(what + "; check 'from' and the recipients");
    }
    return mail.wasWritten()
        ? ActionFailure.unknown(
            s.where()
                + ": the connection was lost when all of mail "
                + id
                + " was sent; look for it in the server's log")
        : ActionFailure.unavailable(
            s.where() + ": the connection was lost before all of the mail was sent");
  }

  /** The reply that decided: a later recipient's 4yz outweighs an earlier one's 5yz. */
  private static int code(MessagingException e) {
    if (e instanceof SMTPSendFailedException f) {
      return f.getReturnCode();
    }
    int found = 0;
    Exception at = e;
    for (int i = 0; at instanceof MessagingException m && i < LONGEST_CHAIN; i++) {
      if (m instanceof SMTPAddressFailedException a && !isLater(found)) {
        found = a.getReturnCode();
      }
      at = m.getNextException();
    }
    return found;
  }

  private static String words(MessagingException e) {
    Exception at = e;
    for (int i = 0; at instanceof MessagingException m && i < LONGEST_CHAIN; i++) {
      if (m instanceof SMTPAddressFailedException || m instanceof SMTPSendFailedException) {
        return String.valueOf(m.getMessage());
      }
      at = m.getNextException();
    }
    return "";
  }

  private static Optional<ActionFailure> ours(MessagingException e) {
    Optional<Throwable> at = Optional.of(e);
    for (int i = 0; at.isPresent() && i < LONGEST_CHAIN; i++) {
      if (at.get() instanceof ActionFailure f) {
        return Optional.of(f);
      }
      Optional<Throwable> next = at;
      at = next.flatMap(t -> Optional.ofNullable(t.getCause()));
    }
    return Optional.empty();
  }

  /** The server's words in brackets, one line, without the password in any form it was sent in. */
  static String said(SmtpSettings s, String words) {
    String safe = words;
    for (String password : s.password().map(Secret::reveal).stream().toList()) {
      String user = s.user().orElse("");
      String plain = user + "\0" + user + "\0" + password;
      for (String form : List.of(password, "\0" + user + "\0" + password, plain)) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        safe =
            safe.replace(form, "(secret)")
                .replace(Base64.getEncoder().encodeToString(bytes), "(secret)");
      }
    }
    String line = VendorHttp.oneLine(safe);
    return line.isEmpty() || line.equals("null") ? "" : " (" + line + ")";
  }

  private static boolean isLater(int code) {
    return code / 100 == 4;
  }

  private static boolean isNo(int code) {
    return code / 100 == 5;
  }
}
