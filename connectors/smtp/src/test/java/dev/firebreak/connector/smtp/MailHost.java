package dev.firebreak.connector.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP on 127.0.0.1 and a free port, with what it took and how it was spoken to. */
final class MailHost implements AutoCloseable {
  static final String USER = "firebreak";
  static final String PASSWORD = "correct-horse-battery";

  /** One mail as it came. */
  record Delivery(
      String from, List<String> to, byte[] data, boolean overTls, boolean signedIn, String hello) {}

  /** How the server is set up. */
  enum Mode {
    STARTTLS,
    TLS,
    CLEAR
  }

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> rejections = new ConcurrentHashMap<>();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final SMTPServer server;

  private MailHost(Mode mode, SSLContext tls, boolean signIn, List<String> protocols) {
    SMTPServer.Builder b =
        new SMTPServer.Builder()
            .bindAddress(loopback())
            .port(0)
            .hostName("mail.test")
            .messageHandlerFactory(Receiver::new);
    if (signIn) {
      b.authenticationHandlerFactory(
          new EasyAuthenticationHandlerFactory((user, password, context) -> login(user, password)));
      b.requireAuth(true);
    }
    if (mode == Mode.STARTTLS) {
      b.requireTLS(true).startTlsSocketFactory(plain -> secured(tls, plain, protocols));
    } else if (mode == Mode.TLS) {
      b.serverSocketFactory(tls).enableTLS(false);
    }
    server = b.build();
    server.start();
  }

  static MailHost with(Mode mode, SSLContext tls) {
    return new MailHost(mode, tls, mode != Mode.CLEAR, List.of("TLSv1.3", "TLSv1.2"));
  }

  static MailHost withoutSignIn(SSLContext tls) {
    return new MailHost(Mode.STARTTLS, tls, false, List.of("TLSv1.3"));
  }

  static MailHost speaking(SSLContext tls, String protocol) {
    return new MailHost(Mode.STARTTLS, tls, true, List.of(protocol));
  }

  int port() {
    return server.getPortAllocated();
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** User names that tried to sign in. */
  List<String> logins() {
    return List.copyOf(logins);
  }

  /** How often TLS was negotiated. */
  int handshakes() {
    return handshakes.get();
  }

  /**
   * Says no from now on.
   *
   * @param where {@code from}, {@code data}, or a recipient's address
   */
  void reject(String where, int code) {
    rejections.put(where, code);
  }

  void forget() {
    deliveries.clear();
    logins.clear();
    rejections.clear();
    handshakes.set(0);
  }

  @Override
  public void close() {
    server.stop();
  }

  private void login(String user, String password) throws LoginFailedException {
    logins.add(user);
    if (!user.equals(USER) || !password.equals(PASSWORD)) {
      throw new LoginFailedException("no");
    }
  }

  private SSLSocket secured(SSLContext tls, Socket plain, List<String> protocols)
      throws IOException {
    SSLSocket s =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, "client.test", plain.getPort(), true);
    s.setUseClientMode(false);
    s.setEnabledProtocols(protocols.toArray(String[]::new));
    s.addHandshakeCompletedListener(e -> handshakes.incrementAndGet());
    return s;
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByName("127.0.0.1");
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rejectIfAsked(String where) throws RejectException {
    Optional<Integer> code = Optional.ofNullable(rejections.get(where));
    if (code.isPresent()) {
      throw new RejectException(code.get(), "no, said the test about " + where);
    }
  }

  private final class Receiver implements MessageHandler {
    private final MessageContext context;
    private final List<String> to = new ArrayList<>();
    private String from = "";

    Receiver(MessageContext context) {
      this.context = context;
    }

    @Override
    public void from(String from) throws RejectException {
      rejectIfAsked("from");
      this.from = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      rejectIfAsked(recipient);
      to.add(recipient);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
      byte[] all = data.readAllBytes();
      rejectIfAsked("data");
      deliveries.add(
          new Delivery(
              from,
              List.copyOf(to),
              all,
              handshakes.get() > 0,
              context.getAuthenticationHandler().isPresent(),
              context.getHelo().orElse("")));
      return "taken";
    }

    @Override
    public void done() {}
  }
}
