package dev.firebreak.connector.dnsrpz;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** A DNS server at a real socket that answers whatever a test wants. */
final class FakePrimary implements AutoCloseable {
  /** Makes the bytes that are written back, length included; none closes the connection. */
  interface Answerer {
    byte[] answer(Message asked) throws IOException;
  }

  private final ServerSocket server;
  private final Thread thread;
  private volatile Answerer answerer = asked -> new byte[0];

  private FakePrimary(ServerSocket server) {
    this.server = server;
    this.thread = new Thread(this::serve, "fake-primary");
    thread.setDaemon(true);
    thread.start();
  }

  static FakePrimary start() {
    try {
      return new FakePrimary(new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  FakePrimary answering(Answerer answerer) {
    this.answerer = answerer;
    return this;
  }

  /** A signed answer with this code. */
  static byte[] signed(Message asked, int rcode) {
    byte[] secret = Base64.getDecoder().decode(Bench.SECRET);
    Message answer = plain(asked, rcode);
    new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("firebreak."), secret)
        .apply(answer, asked.getTSIG());
    return framed(answer.toWire());
  }

  /** An answer with this code, as an authority gives it, without its signature. */
  static Message plain(Message asked, int rcode) {
    Message answer = new Message(asked.getHeader().getID());
    answer.getHeader().setOpcode(asked.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.getHeader().setRcode(rcode);
    Optional.ofNullable(asked.getQuestion()).ifPresent(q -> answer.addRecord(q, 0));
    return answer;
  }

  static byte[] framed(byte[] wire) {
    return ByteBuffer.allocate(2 + wire.length).putShort((short) wire.length).put(wire).array();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] asked = new byte[in.readUnsignedShort()];
        in.readFully(asked);
        client.getOutputStream().write(answerer.answer(new Message(asked)));
      } catch (IOException e) {
        continue; // The other side hung up, or the test is over.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
