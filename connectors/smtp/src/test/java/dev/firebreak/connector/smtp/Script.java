package dev.firebreak.connector.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that says what a test wants, however wrong; one connection after the other. */
final class Script implements AutoCloseable {
  /** What happens on a connection. */
  @FunctionalInterface
  interface Part {
    void play(Stage stage) throws IOException;
  }

  /** The server's end of a connection. */
  static final class Stage {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final List<String> heard;

    private Stage(Socket socket, List<String> heard) throws IOException {
      this.socket = socket;
      this.in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      this.out = socket.getOutputStream();
      this.heard = heard;
    }

    /** The rest of it within TLS. */
    Stage secured(SSLContext tls) throws IOException {
      SSLSocket s =
          (SSLSocket)
              tls.getSocketFactory().createSocket(socket, "client.test", socket.getPort(), true);
      s.setUseClientMode(false);
      return new Stage(s, heard);
    }

    Stage say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    void sayRaw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Reads one line. */
    Stage hear() throws IOException {
      String line = in.readLine();
      if (line != null) {
        heard.add(line);
      }
      return this;
    }

    /** Greets and takes everything up to the mail's data. */
    Stage upToData() throws IOException {
      say("220 hello").hear().say("250 mail.test");
      hear().say("250 sender ok").hear().say("250 recipient ok").hear().say("354 go on");
      return this;
    }

    /** Reads up to the end of the data. */
    Stage hearData() throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        if (line.equals(".")) {
          break;
        }
      }
      return this;
    }

    /** Reads until the other side hangs up. */
    void hearTheEnd() throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
      }
    }

    /** Cuts the connection without a goodbye. */
    void cut() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private final ServerSocket server;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Script(Part part) throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    Thread stage = new Thread(() -> play(part), "smtp-script");
    stage.setDaemon(true);
    stage.start();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  private void play(Part part) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        part.play(new Stage(socket, heard));
      } catch (IOException e) {
        // The other side hung up, or the test is over; both are parts of the play.
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
