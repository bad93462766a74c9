package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.VendorSockets;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * One DNS server over TCP (https://www.rfc-editor.org/rfc/rfc7766), one connection a message, and
 * each message signed where there is a key.
 */
record DnsServer(VendorSockets sockets, Optional<TSIG> key) {
  /**
   * @param verified whether the key signed it; true also where there is none
   */
  record Answer(Message message, boolean verified) {
    int rcode() {
      return message.getRcode();
    }

    /** The error in the signature's record; NOERROR where there is no such record. */
    int signatureError() {
      return Optional.ofNullable(message.getTSIG()).map(TSIGRecord::getError).orElse(Rcode.NOERROR);
    }
  }

  /** {@code host:port}. */
  String where() {
    return sockets.address().host() + ":" + sockets.address().port();
  }

  /**
   * @param changing whether the message may change something
   * @throws ActionFailure UNAVAILABLE where the server cannot be reached; where the answer is lost
   *     or is none, UNKNOWN for a change and UNAVAILABLE otherwise
   */
  Answer ask(Message message, boolean changing) throws ActionFailure {
    key.ifPresent(k -> k.apply(message, null));
    try (Socket socket = sockets.connect()) {
      send(socket, message.toWire());
      byte[] wire = receive(socket.getInputStream());
      return answer(message, wire);
    } catch (IOException e) {
      String what = where() + ": no complete DNS answer (" + e.getClass().getSimpleName() + ")";
      throw changing ? ActionFailure.unknown(what, e) : ActionFailure.unavailable(what, e);
    }
  }

  private static void send(Socket socket, byte[] wire) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(2 + wire.length).putShort((short) wire.length);
    socket.getOutputStream().write(framed.put(wire).array());
    socket.getOutputStream().flush();
  }

  private byte[] receive(InputStream in) throws IOException {
    long until = System.nanoTime() + 3 * sockets.address().timeout().toNanos();
    byte[] length = read(in, 2, until);
    return read(in, Short.toUnsignedInt(ByteBuffer.wrap(length).getShort()), until);
  }

  private static byte[] read(InputStream in, int length, long until) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    byte[] buffer = new byte[4096];
    while (out.size() < length) {
      int n = in.read(buffer, 0, Math.min(buffer.length, length - out.size()));
      if (n < 0) {
        throw new EOFException("closed within an answer");
      }
      if (System.nanoTime() > until) {
        throw new IOException("the answer trickled in for too long");
      }
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  private Answer answer(Message asked, byte[] wire) throws IOException {
    Message answer;
    boolean verified;
    try {
      answer = new Message(wire);
      Optional<TSIGRecord> ours = Optional.ofNullable(asked.getTSIG());
      verified =
          ours.isEmpty()
              || key.filter(k -> k.verify(answer, wire, ours.get()) == Rcode.NOERROR).isPresent();
    } catch (RuntimeException e) {
      // The library checks what it reads, but bytes of others deserve no trust in that.
      throw new IOException("not a DNS message", e);
    }
    boolean matches =
        answer.getHeader().getID() == asked.getHeader().getID()
            && answer.getHeader().getOpcode() == asked.getHeader().getOpcode()
            && answer.getHeader().getFlag(Flags.QR);
    if (!matches) {
      throw new IOException("an answer to something else");
    }
    return new Answer(answer, verified);
  }
}
