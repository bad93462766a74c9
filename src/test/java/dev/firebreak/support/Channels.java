package dev.firebreak.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where people are told: a channel in Slack ({@code soc}), and by mail those on duty and the leads,
 * who hear only of what they may vote on.
 */
public final class Channels implements AutoCloseable {
  /** Under which people open Firebreak. */
  public static final String OUTSIDE = "https://firebreak.test";

  /** Those on duty. */
  public static final String DUTY = "duty@example.com";

  /** The leads. */
  public static final String LEADS = "leads@example.com";

  private static final String CHANNEL = "C0123456789";

  private final Mailbox mail = Mailbox.open();
  private final LocalVendor slack =
      LocalVendor.start(
          call ->
              new LocalVendor.Reply(
                  200,
                  "{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"1772359200.000100\"}"));

  /**
   * What makes an application tell people there; its connectors are {@code chat} and {@code post}.
   */
  public Map<String, String> properties() {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("firebreak.connectors.chat.kind", "slack");
    p.put("firebreak.connectors.chat.private-hosts", "127.0.0.1");
    p.put("firebreak.connectors.chat.settings.url", slack.url().toString());
    p.put("firebreak.connectors.chat.settings.token", "xoxb-made-up-for-this-test");
    p.put("firebreak.connectors.chat.settings.firebreak-url", OUTSIDE);
    p.put("firebreak.connectors.post.kind", "smtp");
    p.put("firebreak.connectors.post.private-hosts", "127.0.0.1");
    p.put("firebreak.connectors.post.settings.host", "127.0.0.1");
    p.put("firebreak.connectors.post.settings.port", Integer.toString(mail.port()));
    p.put("firebreak.connectors.post.settings.security", "none");
    p.put("firebreak.connectors.post.settings.from", "firebreak@example.com");
    p.put("firebreak.connectors.post.settings.recipients", "@example.com");
    p.put("firebreak.approvals.url", OUTSIDE);
    p.put("firebreak.approvals.notify.soc.connector", "chat");
    p.put("firebreak.approvals.notify.soc.to", CHANNEL);
    p.put("firebreak.approvals.notify.duty.connector", "post");
    p.put("firebreak.approvals.notify.duty.to", DUTY);
    p.put("firebreak.approvals.notify.leads.connector", "post");
    p.put("firebreak.approvals.notify.leads.to", LEADS);
    p.put("firebreak.approvals.notify.leads.groups", "leads");
    return p;
  }

  /** The bodies of posts in Slack that say something. */
  public List<String> posts(String words) {
    return slack.calls().stream()
        .filter(c -> c.path().endsWith("/chat.postMessage"))
        .map(LocalVendor.Call::body)
        .filter(b -> b.contains(words))
        .toList();
  }

  /** Mails to somebody that say something. */
  public List<Mailbox.Mail> mails(String words, String to) {
    return mail.mails().stream()
        .filter(m -> m.to().equals(to) && m.text().contains(words))
        .toList();
  }

  @Override
  public void close() {
    slack.close();
    mail.close();
  }
}
