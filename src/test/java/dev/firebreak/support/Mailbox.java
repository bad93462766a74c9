package dev.firebreak.support;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP on 127.0.0.1 and a free port, with the mails it took. */
public final class Mailbox implements AutoCloseable {
  /** One mail; its text is what people read. */
  public record Mail(String to, String subject, String text) {}

  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final SMTPServer server;

  private Mailbox() {
    BasicMessageListener take = (context, from, to, data) -> mails.add(read(to, data));
    this.server =
        new SMTPServer.Builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .messageHandler(take)
            .build();
    server.start();
  }

  public static Mailbox open() {
    return new Mailbox();
  }

  public int port() {
    return server.getPortAllocated();
  }

  public List<Mail> mails() {
    return List.copyOf(mails);
  }

  private static Mail read(String to, byte[] data) {
    try {
      MimeMessage message =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
      return new Mail(to, message.getSubject(), String.valueOf(message.getContent()));
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("a mail cannot be read", e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
