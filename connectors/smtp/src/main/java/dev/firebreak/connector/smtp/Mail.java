package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Call;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * One mail in the making, and whether all of it went out: what is lost before its last byte was
 * written is not delivered (https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.4), what is lost
 * afterwards may be.
 */
final class Mail extends MimeMessage {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** https://www.rfc-editor.org/rfc/rfc5322#section-3.3 */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private final String id;
  private boolean written;

  private Mail(Session session, String id) {
    super(session);
    this.id = id;
  }

  static Mail of(Session session, SmtpSettings settings, Call<NewMail> call, Instant now)
      throws MessagingException, IOException {
    NewMail input = call.input();
    Mail mail = new Mail(session, id(settings, call));
    mail.setFrom(new InternetAddress(settings.from(), settings.fromName(), UTF_8));
    for (String address : input.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
    }
    mail.setSubject(input.subject(), UTF_8);
    mail.setHeader("Date", DATE.format(now));
    // https://www.rfc-editor.org/rfc/rfc3834#section-5: nothing that answers by itself should.
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (input.html().orElse(false)) {
      mail.setContent(both(input.text()));
    } else {
      mail.setText(input.text(), UTF_8);
    }
    mail.saveChanges();
    return mail;
  }

  /** Of the step, so that a second mail of the same step is known for the same. */
  static String id(SmtpSettings settings, Call<?> call) {
    return "<firebreak-" + call.idempotencyKey() + "@" + settings.domain() + ">";
  }

  private static MimeMultipart both(String text) throws MessagingException {
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    String body = PlainText.html(text).replace("\n", "<br>\n");
    html.setText("<!doctype html>\n<html><body><p>" + body + "</p></body></html>\n", UTF_8, "html");
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(plain);
    both.addBodyPart(html);
    return both;
  }

  List<String> recipients() throws MessagingException {
    return Addresses.of(getRecipients(Message.RecipientType.TO));
  }

  /** Whether the library wrote all of it, so that only its end was left to be said. */
  boolean wasWritten() {
    return written;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  @Override
  public void writeTo(OutputStream out, String[] without) throws IOException, MessagingException {
    super.writeTo(out, without);
    written = true;
  }
}
