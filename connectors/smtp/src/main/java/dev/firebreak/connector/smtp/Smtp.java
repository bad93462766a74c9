package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** One mail server. A mail that may be out already is not sent again by itself. */
final class Smtp implements Connector {
  private static final String SEND_MAIL = "send-mail";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LONGEST_TARGET = 400;

  private final SmtpSettings settings;
  private final Recipients recipients;
  private final MailServer server;
  private final Clock clock;
  private final List<Action<?, ?>> actions;

  Smtp(SmtpSettings settings, MailServer server, Clock clock) {
    this.settings = settings;
    this.recipients = new Recipients(settings.recipients());
    this.server = server;
    this.clock = clock;
    this.actions =
        List.of(
            Action.named(SEND_MAIL, NewMail.class, Sent.class, this::send)
                .description("Sends a mail to addresses the connector's setting allows.")
                .effect(Effect.NOTIFY)
                .on(Smtp::target)
                .notRepeatable()
                .deadline(PATIENCE)
                .build());
  }

  @Override
  public String name() {
    return "smtp";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  private static Target target(NewMail mail) {
    return new Target(
        TargetType.TICKET,
        PlainText.line("mail to " + String.join(", ", mail.to()), LONGEST_TARGET));
  }

  /** Signs in and names the sender, and takes that back: no mail comes of it. */
  @Override
  public Readiness readiness() throws ActionFailure {
    try (MailServer.Connection c = server.connect()) {
      int code = c.transport().simpleCommand("MAIL FROM:<" + settings.from() + ">");
      if (code <= 0) {
        throw ActionFailure.unavailable(settings.where() + ": the connection was lost");
      }
      c.transport().simpleCommand("RSET");
      return judge(code);
    } catch (MessagingException e) {
      throw ActionFailure.unavailable(settings.where() + ": the connection was lost", e);
    }
  }

  private Readiness judge(int code) {
    String who = settings.user().map(u -> "user " + u).orElse("nobody in particular");
    Readiness ready = Readiness.as(who + " at " + settings.where());
    String sender = settings.from() + " as sender (" + code + ")";
    return switch (code / 100) {
      case 2 ->
          ready.granted(
              SEND_MAIL, "the server took " + sender + "; recipients it judges when a mail comes");
      case 5 ->
          ready.missing(
              SEND_MAIL,
              "the server refuses "
                  + sender
                  + "; let this user send from it there, or change 'from'");
      default -> ready.untold(SEND_MAIL, "the server does not take " + sender + " now");
    };
  }

  private Sent send(Call<NewMail> call) throws ActionFailure {
    List<String> forbidden = recipients.forbidden(call.input().to());
    if (!forbidden.isEmpty()) {
      throw ActionFailure.badInput(
          "mail may not go to "
              + PlainText.line(String.join(", ", forbidden), 200)
              + ": the connector's setting 'recipients' does not name them");
    }
    try (MailServer.Connection c = server.connect()) {
      Mail mail = Mail.of(c.session(), settings, call, clock.instant());
      return hand(c, mail, Mail.id(settings, call));
    } catch (MessagingException | IOException e) {
      throw ActionFailure.badInput("the mail cannot be made: " + e.getMessage());
    }
  }

  private Sent hand(MailServer.Connection c, Mail mail, String id)
      throws ActionFailure, MessagingException {
    try {
      c.transport().sendMessage(mail, mail.getRecipients(Message.RecipientType.TO));
      return new Sent(id, mail.recipients(), List.of());
    } catch (SMTPSendFailedException e) {
      if (e.getReturnCode() / 100 == 2) {
        return partly(e, mail.recipients(), id);
      }
      throw SmtpErrors.sending(settings, mail, id, e);
    } catch (MessagingException e) {
      throw SmtpErrors.sending(settings, mail, id, e);
    }
  }

  /** The mail is out, but not to all: sending it again would reach the others twice. */
  private static Sent partly(SMTPSendFailedException e, List<String> all, String id) {
    List<String> refused =
        Stream.of(e.getInvalidAddresses(), e.getValidUnsentAddresses())
            .flatMap(a -> Addresses.of(a).stream())
            .toList();
    return new Sent(id, all.stream().filter(a -> !refused.contains(a)).toList(), refused);
  }
}
